"""`zhibiao serve`: runs on a schedule and when raw files arrive, in processes of this machine.

A schedule fires nothing without a server, so where `PREFECT_API_URL` names none, one is started on
loopback, with its UI, and ends with this process. For a server and workers of your own, the same
deployments stand in prefect.yaml.
"""

from __future__ import annotations

import hashlib
import os
import stat
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.machine import server
from flows.records import Explained
from flows.run import remote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.settings import Settings

ARRIVED = "zhibiao.raw.arrived"
"""Event that says that raw files came, went or changed; anything may emit it."""


class NoSchedule(Explained):
    """What is to say when runs start is no schedule."""


def serve(raw: Sequence[str], settings: Settings, cron: str, watch_seconds: float | None) -> int:
    """Run on the schedule `cron`, and whenever files below `raw` change, until this process ends.

    `watch_seconds` is the time between two looks at the files; None looks at nothing.
    """
    address = server.start(full=True, port=settings.port)
    server.read_settings()
    from prefect import serve as serve_deployments
    from prefect.client.schemas.schedules import CronSchedule
    from prefect.events import DeploymentEventTrigger
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from flows import pipeline

    # Not before the server is started: Prefect keeps the address that it finds when it is first imported.
    try:
        CronSchedule(cron=cron)
    except ValueError as error:
        remedy = 'write minute, hour, day, month and weekday, as "0 7 * * *"'
        raise NoSchedule(f"--cron {cron}: no schedule", remedy) from error
    paths = [Path(place) for place in raw if not remote.is_remote(place)]
    places = [place if remote.is_remote(place) else str(Path(place).resolve()) for place in raw]
    print(f"Prefect's UI: {address().removesuffix('/api')}", flush=True)
    arrival = DeploymentEventTrigger(
        name="raw files arrived", expect={ARRIVED}, match={"prefect.resource.id": _resource(paths)}
    )
    chosen = settings.model_copy(update={"served": tuple(places), "output": settings.output.resolve()})
    os.environ.update(chosen.environment())
    deployment: Any = pipeline.served.to_deployment(
        name="scheduled",
        schedules=[Cron(cron, timezone=settings.timezone)],
        triggers=[arrival] if watch_seconds else [],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    if watch_seconds:
        threading.Thread(target=watch, args=(paths, watch_seconds), name="watch", daemon=True).start()
    # One run at a time: a run that comes too early waits for the one before it. A limit that the server
    # keeps would stay taken for ever by a run that was killed together with it.
    serve_deployments(deployment, limit=1)
    return 0


def watch(raw: Sequence[Path], seconds: float) -> None:
    """Emit ARRIVED whenever the files below `raw` are others than at the look before; never return."""
    from prefect.events import emit_event

    before = _look(raw)
    while True:
        time.sleep(seconds)
        now = _look(raw)
        if now != before:
            emit_event(ARRIVED, resource={"prefect.resource.id": _resource(raw)})
        before = now


def _resource(raw: Sequence[Path]) -> str:
    places = "\0".join(sorted(str(path.resolve()) for path in raw))
    return f"zhibiao.raw.{hashlib.blake2b(places.encode(), digest_size=6).hexdigest()}"


def _look(raw: Sequence[Path]) -> frozenset[tuple[str, int, int]]:
    """Return name, size and time of change of every file; a file that vanishes meanwhile is left out."""
    found = set()
    for root in raw:
        below = (Path(folder, name) for folder, _, names in os.walk(root) for name in names)
        for path in (root, *below):
            try:
                about = path.stat()
            except OSError:
                continue
            if stat.S_ISREG(about.st_mode):
                found.add((str(path), about.st_size, about.st_mtime_ns))
    return frozenset(found)
