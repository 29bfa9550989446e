"""Runs that start by themselves, on a real Prefect server on loopback."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import yaml

from tests import plain
from tests.running import ROOT, interrupt

pytestmark = pytest.mark.timeout(600)


SECRET = "what-opens-the-hook"


class Server:
    """`zhibiao serve` with its server, and what the API says."""

    def __init__(self, home: Path, cron: str = "* * * * *") -> None:
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
        self.home, self.api = home, f"http://127.0.0.1:{port}/api"
        self.raw = plain.write(home / "raw", {f"d{i}": f"全市生产总值增长{i}%。" for i in range(1, 5)})
        self.environment = os.environ | {"PREFECT_HOME": str(home / "prefect"), "DO_NOT_TRACK": "1"}
        self.environment.pop("PREFECT_API_URL", None)
        self.environment["ZHIBIAO_WEBHOOK"] = f"http://127.0.0.1:9/{SECRET}"
        command = [sys.executable, "-m", "flows.cli", "serve", self.raw, "--output", home / "output"]
        command += ["--cron", cron, "--watch", "1", "--port", port]
        self.command = [str(part) for part in command]
        self.log = home / "serve.log"
        self.start()

    def start(self) -> None:
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                self.command, env=self.environment, cwd=ROOT, stdout=log, stderr=log
            )

    def stop(self) -> None:
        interrupt(self.process)

    def ask(self, path: str, **body: Any) -> Any:
        request = urllib.request.Request(
            f"{self.api}/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        for attempt in range(10):
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:
                    return json.loads(answer.read() or b"null")
            except urllib.error.HTTPError as error:
                if error.code != 503 or attempt == 9:  # SQLite was busy; Prefect's own client asks again
                    raise
                time.sleep(1)

    def until(self, found: Callable[[], Any], seconds: float = 280) -> Any:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log.read_text()
            try:
                if answer := found():
                    return answer
            except OSError:
                pass
            time.sleep(0.5)
        raise AssertionError(f"not within {seconds} s\n{self.log.read_text()[-4000:]}")

    def runs(self, state: str = "COMPLETED") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("flow_runs/filter")
        return [run for run in found if run["state_type"] == state]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    one = Server(tmp_path_factory.mktemp("serve"))
    yield one
    one.stop()


@pytest.fixture(scope="module")
def scheduled(server: Server) -> dict[str, Any]:
    run: dict[str, Any] = server.until(server.runs)[0]
    return run


def test_a_scheduled_run_starts_by_itself_and_publishes(server: Server, scheduled: dict[str, Any]) -> None:
    assert scheduled["auto_scheduled"]
    assert (server.home / "output" / "latest" / "metrics.parquet").is_file()


def test_who_asks_for_a_run_says_neither_what_is_read_nor_where_it_is_written(
    server: Server, scheduled: dict[str, Any]
) -> None:
    [one] = [each for each in server.ask("deployments/filter") if each["name"] == "scheduled"]
    assert set(one["parameter_openapi_schema"]["properties"]) == {"full", "since", "until"}
    assert one["parameters"] == {}


def test_a_secret_stands_in_no_database(server: Server, scheduled: dict[str, Any]) -> None:
    assert SECRET not in json.dumps(server.ask("flow_runs/filter"))
    assert SECRET not in json.dumps(server.ask("deployments/filter"))
    found = [path for path in (server.home / "prefect").rglob("*") if path.is_file()]
    assert not [path for path in found if SECRET.encode() in path.read_bytes()]


def test_it_listens_on_loopback_alone(server: Server, scheduled: dict[str, Any]) -> None:
    serving = psutil.Process(server.process.pid)
    found = {
        socket.laddr.ip
        for process in (serving, *serving.children(recursive=True))
        for socket in process.net_connections("inet")
        if socket.status == psutil.CONN_LISTEN
    }
    assert found == {"127.0.0.1"}


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elsewhere.example"}, {"Host": "rebound.example"}, {"Origin": "null"}]
)
def test_a_foreign_page_can_ask_for_nothing(
    server: Server, scheduled: dict[str, Any], headers: dict[str, str]
) -> None:
    request = urllib.request.Request(f"{server.api}/flow_runs/filter", b"{}", headers)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=20)
    assert refused.value.code == 403


def test_a_run_shows_its_counts_checks_progress_and_release(
    server: Server, scheduled: dict[str, Any]
) -> None:
    shown = {
        artifact["key"]: artifact
        for artifact in server.ask("artifacts/filter")
        if artifact["flow_run_id"] == scheduled["id"]
    }
    assert set(shown) == {"counts", "validation", "progress", "release"}
    counts = {row["table"]: row["rows"] for row in json.loads(shown["counts"]["data"])}
    assert counts["documents"] == 4
    assert {row["expectation"] for row in json.loads(shown["validation"]["data"])}
    assert float(shown["progress"]["data"]) == 100.0
    assert "/output/releases/" in shown["release"]["data"]


def test_a_run_shows_what_was_made_from_what(server: Server, scheduled: dict[str, Any]) -> None:
    def made() -> dict[str, set[str]]:
        events = server.ask("events/filter", filter={"event": {"prefix": ["prefect.asset.materialization"]}})
        return {
            event["resource"]["prefect.resource.id"]: {
                related["prefect.resource.id"]
                for related in event["related"]
                if related["prefect.resource.role"] == "asset"
            }
            for event in events["events"]
        }

    assets = server.until(lambda: made() if "zhibiao://release" in made() else None, 30)
    assert "zhibiao://tables/metrics" in assets["zhibiao://release"]
    assert "zhibiao://raw/raw" in assets["zhibiao://tables/metrics"]


def test_a_run_starts_when_a_raw_file_arrives(server: Server, scheduled: dict[str, Any]) -> None:
    plain.write(server.raw, {"new": "全市出口增长7%。"}, "new.jsonl")

    def by_event() -> list[dict[str, Any]]:
        return [run for run in server.runs() if not run["auto_scheduled"]]

    server.until(by_event)
    assert '"new"' in (server.home / "output" / "latest" / "documents.csv").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def deployed(server: Server, scheduled: dict[str, Any]) -> Iterator[dict[str, dict[str, Any]]]:
    """All deployments of prefect.yaml on the server, and a worker for them."""
    environment = server.environment | {"PREFECT_API_URL": server.api}
    for one in server.ask("deployments/filter"):
        server.ask(f"deployments/{one['id']}/pause_deployment")
    prefect = [sys.executable, "-m", "prefect"]

    def command(*arguments: str) -> None:
        done = subprocess.run(
            [*prefect, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr

    command("work-pool", "create", "zhibiao", "--type", "process")
    command("--no-prompt", "deploy", "--all")
    with (server.home / "worker.log").open("w") as log:
        worker = subprocess.Popen(
            [*prefect, "worker", "start", "--pool", "zhibiao", "--limit", "1"],
            env=environment,
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
    yield {one["name"]: one for one in server.ask("deployments/filter")}
    interrupt(worker)


def test_every_deployment_of_the_file_is_taken_by_a_server(deployed: dict[str, dict[str, Any]]) -> None:
    named = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    assert {one["name"] for one in named} <= set(deployed)
    for one in named:
        # A slot that the server keeps is never free again when a run is killed together with it.
        assert deployed[one["name"]]["global_concurrency_limit"] is None
    [daily] = deployed["daily"]["schedules"]
    assert daily["schedule"] == {"cron": "0 7 * * *", "timezone": "Asia/Shanghai", "day_or": True}


def test_a_worker_runs_a_deployment_and_publishes(
    server: Server, deployed: dict[str, dict[str, Any]]
) -> None:
    output = server.home / "by-worker"
    run = server.ask(
        f"deployments/{deployed['backfill']['id']}/create_flow_run",
        parameters={
            "raw": [str(server.raw)],
            "settings": {"output": str(output)},
            "since": "2026-03-01",
            "until": "2026-03-31",
        },
        state={"type": "SCHEDULED"},
    )
    server.until(lambda: run["id"] in {one["id"] for one in server.runs()})
    assert (output / "latest" / "metrics.parquet").is_file()
