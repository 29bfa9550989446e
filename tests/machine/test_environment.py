"""The environment is set before anything heavy is imported, and what the operator set stands."""

import pytest

from flows.machine import environment

AMD = "processor\t: 0\nvendor_id\t: {vendor}\nflags\t\t: fpu {flags}\n\nprocessor\t: 1\n"
WIDE = "avx512f avx512bw avx512cd avx512dq avx512vl"


@pytest.mark.parametrize(
    ("vendor", "flags", "wide"),
    [
        ("AuthenticAMD", WIDE, True),
        ("AuthenticAMD", "avx2", False),
        ("GenuineIntel", WIDE, False),
    ],
)
def test_wider_kernels_are_asked_for_where_openblas_would_not_take_them(vendor, flags, wide, monkeypatch):
    text = AMD.format(vendor=vendor, flags=flags)
    monkeypatch.setattr(environment.Path, "read_text", lambda *args, **named: text)
    assert environment._has_wide_vectors() is wide


def test_a_machine_that_tells_nothing_of_its_processor_is_left_alone(monkeypatch):
    def missing(*args, **named):
        raise FileNotFoundError

    monkeypatch.setattr(environment.Path, "read_text", missing)
    assert environment._has_wide_vectors() is False


def test_what_the_operator_set_stands(monkeypatch):
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Haswell")
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    environment.prepare()
    assert (environment.os.environ["OPENBLAS_CORETYPE"], environment.os.environ["OMP_NUM_THREADS"]) == (
        "Haswell",
        "3",
    )
