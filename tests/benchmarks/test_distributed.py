"""The size from which a cluster pays follows from what was measured."""

from __future__ import annotations

import pytest

from tests.benchmarks.distributed import Point, line, pays_from


def test_a_line_through_two_points_goes_through_them():
    assert line([(1.0, 5.0), (3.0, 9.0)]) == (3.0, 2.0)


def test_a_cluster_pays_from_where_the_seconds_it_saves_are_those_that_it_costs():
    # Ten seconds a million here; there as much on the same cores, and twelve seconds once.
    points = [Point(1, 10, 22), Point(2, 20, 32)]
    assert pays_from(points, 8) == pytest.approx(12 / (10 - 2.5))


def test_a_cluster_of_as_many_cores_never_pays():
    assert pays_from([Point(1, 10, 22), Point(2, 20, 32)], 2) is None
