"""The server answers this machine and its own pages alone; one that is not there is told in one line."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from flows.machine.server import Own
from tests import plain
from tests.running import zhibiao

HOME = "127.0.0.1:4200"


def asked(kind: str = "http", **headers: str) -> tuple[bool, list[dict[str, Any]]]:
    """Return whether a request came through, and what was answered in its place."""
    came, sent = [], []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        came.append(scope)

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": kind, "headers": [(name.encode(), value.encode()) for name, value in headers.items()]}
    asyncio.run(Own(application, 4200)(scope, receive, send))
    return bool(came), sent


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("host", [HOME, "localhost:4200"])
def test_a_program_and_an_own_page_are_answered(kind: str, host: str) -> None:
    assert asked(kind, host=host)[0]
    assert asked(kind, host=host, origin=f"http://{host}")[0]


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    "headers",
    [
        {"host": HOME, "origin": "https://elsewhere.example"},
        {"host": HOME, "origin": "null"},
        {"host": HOME, "origin": "http://127.0.0.1:9"},
        {"host": HOME, "origin": "https://127.0.0.1:4200"},
        {"host": "rebound.example:4200"},
        {"host": "127.0.0.1"},
        {"host": "127.0.0.1:4200.elsewhere.example"},
        {"origin": f"http://{HOME}"},
        {},
    ],
)
def test_a_page_from_elsewhere_is_refused(kind: str, headers: dict[str, str]) -> None:
    came, sent = asked(kind, **headers)
    assert not came
    assert sent[0].get("status", sent[0].get("code")) in (403, 1008)


@pytest.mark.parametrize(
    ("command", "name", "value", "told"),
    [
        ("run", "PREFECT_LOGGING_LEVEL", "foo", "PREFECT_LOGGING_LEVEL: Input should be 'DEBUG'"),
        ("serve", "PREFECT_LOGGING_LEVEL", "foo", "PREFECT_LOGGING_LEVEL: Input should be 'DEBUG'"),
        ("run", "PREFECT_CLIENT_CUSTOM_HEADERS", '{"a', "Prefect cannot read its settings: "),
        ("run", "PREFECT_API_URL", "http://u:geheim@127.0.0.1:9/api", "PREFECT_API_URL: Prefect's server"),
        ("serve", "PREFECT_API_URL", "localhost", "PREFECT_API_URL: Prefect's server"),
    ],
)
def test_a_setting_of_prefect_that_means_nothing_is_one_line(
    command: str, name: str, value: str, told: str, tmp_path: Path
) -> None:
    raw = plain.write(tmp_path / "raw", {"d1": "全市出口增长5%。"})
    ran = zhibiao(
        command, raw, "--output", tmp_path / "output", folder=tmp_path, own_server=True, **{name: value}
    )
    assert ran.status == 1
    [line] = ran.err.splitlines()
    assert line.startswith(f"zhibiao: {told}")
    assert "leave it out" in line
    assert "geheim" not in line
    assert not ran.left_running
