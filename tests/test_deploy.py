"""The services of docs/deploy/: each starts as its file says, and a run goes through all of them.

The run takes minutes, so only `make faults` makes it; no container is built, as a test reaches no network.
"""

from __future__ import annotations

import configparser
import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows import cli
from flows.publish import verify
from tests import plain
from tests.publish import postgres
from tests.running import ROOT, interrupt

DEPLOY = ROOT / "docs" / "deploy"
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
DEPLOYMENTS: list[dict[str, Any]] = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]


def test_the_unit_of_systemd_serves_with_options_that_the_command_takes() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(DEPLOY / "zhibiao.service")
    program, *arguments = shlex.split(unit["Service"]["ExecStart"])
    assert program.endswith("/.venv/bin/zhibiao")
    assert arguments[0] == "serve"
    assert cli.parser().parse_args(arguments)
    # ProtectSystem=strict leaves a service nothing to write in but the folder of its state.
    state = f"/var/lib/{unit['Service']['StateDirectory']}"
    written = [place for place in arguments if place.startswith("/")]
    written += re.findall(r"=(/\S+)", unit["Service"]["Environment"])
    assert written
    assert all(place.startswith(state) for place in written)


def test_whoever_waits_for_a_service_to_be_healthy_can_see_that_it_is() -> None:
    awaited = [other for service in SERVICES.values() for other in service.get("depends_on", ())]
    assert awaited == ["database", "server"]
    assert all("healthcheck" in SERVICES[other] for other in awaited)


def test_the_worker_finds_the_places_and_the_pool_of_the_deployments() -> None:
    mounted = [volume.split(":")[1] for volume in SERVICES["worker"]["volumes"]]
    command = SERVICES["worker"]["command"][-1]
    for each in DEPLOYMENTS:
        places = [*each["parameters"]["raw"], each["parameters"]["settings"]["output"]]
        assert all(f"/zhibiao/{place}" in mounted for place in places)
        assert f"--pool {each['work_pool']['name']} " in command


@pytest.fixture
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Start database, server and worker one after the other, each with the command of the compose file.

    Yield the address of the server, and the folder that stands for /zhibiao of the image.
    """
    if not postgres.INITDB:
        pytest.skip("no PostgreSQL server on this machine (Debian: postgresql)")
    tmp_path = tmp_path_factory.mktemp("deploy")
    here = tmp_path / "zhibiao"
    plain.write(here / "raw", {"d1": "全市生产总值增长5%。"})
    for name in ("flows", "prefect.yaml", "pyproject.toml"):
        (here / name).symlink_to(ROOT / name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with postgres.server(tmp_path / "database") as address:
        database = urllib.parse.urlsplit(address)
        places = {
            "prefect:${ZHIBIAO_DATABASE_PASSWORD}": f"{database.username}:{database.password}",
            "@database:5432/prefect": f"@{database.hostname}:{database.port}{database.path}",
            "0.0.0.0": "127.0.0.1",
            "server:4200": f"127.0.0.1:{port}",
            "127.0.0.1:4200": f"127.0.0.1:{port}",
        }
        here_alone = {"PREFECT_HOME": str(tmp_path / "prefect"), "PREFECT_SERVER_API_PORT": str(port)}
        with service("server", here, places, here_alone), service("worker", here, places, here_alone):
            yield f"http://127.0.0.1:{port}/api", here


@contextmanager
def service(name: str, here: Path, places: dict[str, str], more: dict[str, str]) -> Iterator[None]:
    """Run a service in a process of this machine, with its own places for those of containers."""

    def placed(text: str) -> str:
        for theirs, ours in places.items():
            text = text.replace(theirs, ours)
        return text

    said = SERVICES[name]
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PREFECT_")}
    environment = kept | more | {key: placed(value) for key, value in said["environment"].items()}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment["PYTHONPATH"] = str(ROOT)
    log = here.parent / f"{name}.log"
    with log.open("w") as file:
        process = subprocess.Popen(
            [placed(word) for word in said["command"]], cwd=here, env=environment, stdout=file, stderr=file
        )
    try:
        if "healthcheck" in said:
            check = [placed(word) for word in said["healthcheck"]["test"][1:]]
            until(lambda: not subprocess.run(check, env=environment, capture_output=True).returncode, log)
        yield
    except BaseException as error:
        error.add_note(log.read_text()[-4000:])
        raise
    finally:
        interrupt(process)


def until(found: Callable[[], Any], log: Path, seconds: float = 280) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := found():
            return answer
        time.sleep(0.5)
    raise AssertionError(f"not within {seconds} s: {log.name}")


def ask(address: str, **body: Any) -> Any:
    content = json.dumps(body).encode()
    request = urllib.request.Request(address, content, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


@pytest.mark.timeout(900)
@pytest.mark.faults
def test_a_run_goes_through_database_server_and_worker_as_the_compose_file_starts_them(
    started: tuple[str, Path],
) -> None:
    api, here = started
    log = here.parent / "worker.log"

    def daily() -> str | None:
        found = {each["name"]: each["id"] for each in ask(f"{api}/deployments/filter")}
        return found["daily"] if len(found) == len(DEPLOYMENTS) else None

    deployment = until(daily, log)
    run = ask(f"{api}/deployments/{deployment}/create_flow_run", state={"type": "SCHEDULED"})
    done = {"id": {"any_": [run["id"]]}, "state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}}
    [ended] = until(lambda: ask(f"{api}/flow_runs/filter", flow_runs=done), log)
    assert ended["state_type"] == "COMPLETED", log.read_text()[-4000:]
    assert verify.verify(here / "output" / "latest").problems == []
