"""The web hook: asked again where that may help, and never an error of the run."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from flows.machine import notify


class Hook:
    """A server on loopback that answers with these statuses in turn, and keeps what it got."""

    def __init__(self, *statuses: int) -> None:
        self.got: list[Any] = []
        hook, answers = self, list(statuses)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                hook.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(answers.pop(0))
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Hook]]:
    monkeypatch.setattr(notify, "SECONDS_BETWEEN_TRIES", 0.01)
    made: list[Hook] = []
    yield made
    for hook in made:
        hook.server.shutdown()


def test_a_message_arrives_as_json(hooks: list[Hook]) -> None:
    hooks.append(hook := Hook(200))
    assert notify.post(hook.address, {"event": "release", "version": "2026-03-27"})
    assert hook.got == [{"event": "release", "version": "2026-03-27"}]


def test_a_hook_that_is_busy_is_asked_again(hooks: list[Hook]) -> None:
    hooks.append(hook := Hook(503, 429, 200))
    assert notify.post(hook.address, {"event": "failure"})
    assert len(hook.got) == 3


def test_a_hook_that_refuses_is_not_asked_again(hooks: list[Hook]) -> None:
    hooks.append(hook := Hook(403, 200))
    assert not notify.post(hook.address, {"event": "failure"})
    assert len(hook.got) == 1


def test_a_hook_that_is_not_there_is_no_error(hooks: list[Hook]) -> None:
    assert not notify.post("http://127.0.0.1:9/", {"event": "failure"})
    assert not notify.post("no address", {"event": "failure"})


def test_without_a_hook_nothing_is_sent() -> None:
    assert not notify.post(None, {"event": "failure"})
