"""The public face: one import, one call, the same in a clone and where it is installed."""

from __future__ import annotations

import datetime as dt
import doctest
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import flows
from flows import contract
from tests.running import ROOT

TEXT = "到2030年，全市建成智能工厂1000家以上。"


def test_a_text_goes_in_and_typed_records_come_out() -> None:
    found = flows.inspect(TEXT, published_on=dt.date(2026, 6, 26), region="天津市")
    [metric] = found.metrics
    assert (metric.indicator, metric.value, metric.comparator) == ("智能工厂", 1000.0, "ge")
    assert set(found.as_dict()["metrics"][0]) == set(contract.table("metrics").columns)
    assert found.document.region_code == "120000"


def test_what_is_refused_says_why_and_what_to_do() -> None:
    with pytest.raises(flows.Explained) as caught:
        flows.inspect(TEXT, published_on="gestern")
    assert "no date" in caught.value.cause
    assert caught.value.remedy


def test_the_example_of_the_package_is_true() -> None:
    assert doctest.testmod(flows) == (0, 4)


def test_an_installed_copy_is_one_package_that_holds_its_schemas(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = wheel.namelist()
        wheel.extractall(tmp_path / "site")
    packages = {name.partition("/")[0] for name in names if ".dist-info/" not in name}
    assert packages == {"flows"}
    assert "flows/py.typed" in names
    code = (
        f"import sys; sys.path.insert(0, 'site'); import flows; print(len(flows.inspect({TEXT!r}).metrics))"
    )
    run = subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert run.stdout.strip() == "1", run.stderr
