"""A Prefect server on loopback that lives exactly as long as the process that needs it.

Prefect's own temporary server outlives a process that is killed, and each worker process would
start another one. This one reads its standard input, which ends when its parent does, however
that ended; and its address is known to all that the parent starts.

    python -m flows.machine.server PORT    is what `start` starts, and no command for people
"""

from __future__ import annotations

import atexit
import contextlib
import io
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

from flows.records import Explained

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

START_SECONDS = 180
"""The first start ever creates Prefect's database, which takes 20 s and more on a slow machine."""

# Prefect's own switches for a server that only records the runs of one process.
_ONLY_RECORDS = {
    "PREFECT_UI_ENABLED": "0",
    "PREFECT_SERVER_UI_ENABLED": "0",
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
}


class NoServer(Explained):
    """Prefect's server did not start, or is not there."""


class BadSetting(Explained):
    """A setting of Prefect that means nothing to it."""


def read_settings() -> None:
    """Let Prefect read its settings; to be called before anything else of it is imported.

    Raises:
        BadSetting: one of them means nothing; the line does not show its value, which may be a secret.
    """
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        import prefect.settings
    try:
        prefect.settings.get_current_settings()
    except ValueError as error:  # of pydantic, pydantic-settings or tomllib
        raise BadSetting(_cause(error), "write another value, or leave it out") from None
    sys.stderr.write(said.getvalue())


def _cause(error: ValueError) -> str:
    from prefect.settings.base import PrefectBaseSettings
    from pydantic import ValidationError

    if not isinstance(error, ValidationError):
        return f"Prefect cannot read its settings: {error}"
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    groups = (group for group in PrefectBaseSettings.__subclasses__() if group.__name__ == error.title)
    prefix = next((group.model_config.get("env_prefix", "") for group in groups), "")
    name = f"{prefix}{first['loc'][0]}".upper() if first["loc"] else "a setting of Prefect"
    return f"{name}: {first['msg'].splitlines()[0]}"


def start(*, full: bool = False, port: int | None = None) -> Callable[[], str]:
    """Start a server that ends with this process; return a function that waits for its address.

    A server that `PREFECT_API_URL` names is used as it is. `full` starts it with scheduler and UI.
    To be called before Prefect is imported: what is imported between the start and the first call
    of the function costs no time, as the server takes several seconds to start, and the server
    ends after Prefect's own clients have sent their last.

    Raises:
        NoServer: from the function, where the server did not start, or the one that is named is not there.
    """
    configured = os.environ.get("PREFECT_API_URL")
    if configured:
        return lambda: _find(configured)
    port = port or _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.machine.server", str(port)],
        stdin=subprocess.PIPE,
        env=os.environ | ({} if full else _ONLY_RECORDS),
        # An interrupt from the keyboard is for this process, which has the server to tell of it.
        process_group=0 if os.name == "posix" else None,
    )
    atexit.register(_stop, process)
    address = os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
    if not full:
        os.environ["PREFECT_UI_URL"] = ""  # no log may name a page that is not there
    return lambda: _wait(address, process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _find(address: str) -> str:
    from prefect.client.orchestration import get_client

    error = get_client(sync_client=True).api_healthcheck()
    if error is not None:
        # Neither the address nor what is said of it: both may hold a password.
        raise NoServer(
            f"PREFECT_API_URL: Prefect's server does not answer there ({type(error).__name__})",
            "start it, name another one, or leave it out to have one started",
        )
    return address


def _wait(address: str, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5):
                return address
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise NoServer(
        f"Prefect's server did not start at {address}",
        "see what it printed above, or name a server of your own in PREFECT_API_URL",
    )


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


class Own:
    """An application that answers this machine's programs and its own pages, and no page from elsewhere.

    A browser asks this server for any page that is open in it. Such a request names in `Origin` where
    the page is from; and in `Host`, where a name was made to lead here, that name.
    """

    def __init__(self, application: Any, port: int) -> None:
        self._application = application
        self._hosts = {f"{name}:{port}".encode() for name in ("127.0.0.1", "localhost")}
        self._origins = {b"http://" + host for host in self._hosts}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a request on, or refuse it with status 403."""
        if scope["type"] not in ("http", "websocket") or self._is_own(scope["headers"]):
            await self._application(scope, receive, send)
        elif scope["type"] == "http":
            await send({"type": "http.response.start", "status": 403, "headers": []})
            await send({"type": "http.response.body", "body": b"from another page or under another name\n"})
        else:
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    def _is_own(self, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        hosts = [value for name, value in headers if name == b"host"]
        origins = [value for name, value in headers if name == b"origin"]
        return len(hosts) == 1 and hosts[0].lower() in self._hosts and self._origins.issuperset(origins)


def _serve(port: int) -> None:
    try:
        read_settings()
    except BadSetting:
        sys.exit(1)  # who started this reads the same, and tells of it
    import uvicorn
    from prefect.server.api.server import create_app

    config = uvicorn.Config(
        Own(create_app(), port),
        host="127.0.0.1",
        port=port,
        log_level="error",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)

    def end_with_parent() -> None:
        while sys.stdin.buffer.read(1):
            pass
        server.should_exit = True
        time.sleep(5)
        os._exit(1)

    threading.Thread(target=end_with_parent, name="end-with-parent", daemon=True).start()
    server.run()


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
