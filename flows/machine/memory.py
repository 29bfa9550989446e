"""A bound on what some work takes of the machine's memory, so that it fails and not the process."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HELD = re.compile(r"^VmData:\s*(\d+) kB$", re.MULTILINE)
"""What the kernel says that a process holds of what RLIMIT_DATA bounds."""


@contextmanager
def bounded(size: int) -> Iterator[None]:
    """Let this process take `size` bytes within the block beside what it has; more raises MemoryError.

    The kernel would end a process that takes all there is, and with it the work of others. Only Linux
    counts what a process holds in this way; elsewhere nothing is bounded.
    """
    held = _held()
    if held is None:
        yield
        return
    import resource

    before, most = resource.getrlimit(resource.RLIMIT_DATA)
    known = [limit for limit in (before, most) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min([held + size, *known]), most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (before, most))


def _held() -> int | None:
    try:
        found = _HELD.search(Path("/proc/self/status").read_text(encoding="ascii", errors="replace"))
    except OSError:
        return None
    return int(found[1]) * 1024 if found else None
