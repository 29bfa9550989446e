"""What has to stand in the environment before Prefect and numpy are imported.

Nothing that zhibiao runs may reach the internet by itself: without these settings Prefect's server,
and on a terminal its client, send usage figures. A value that the operator has set stands, but for
telemetry.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from importlib import metadata
from pathlib import Path

from flows.records import Explained

_ALWAYS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
}
_DEFAULTS = {
    # Batches run in processes of their own: threads of the linear algebra only get in their way.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}


class NoFolder(Explained):
    """There is no folder to stand in."""


def prepare() -> None:
    """Set the environment of this process and of all that it starts; to be called first."""
    os.environ.update(_ALWAYS)
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)
    _speak_to_this_machine_directly()
    if _has_wide_vectors():
        os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")
    if "PREFECT_HOME" not in os.environ:
        os.environ["PREFECT_HOME"] = str(_prefect_home() / metadata.version("prefect"))
    if sys.stderr.isatty():
        # The progress bar tells it there; logs of the steps are for files and services.
        os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")


def open_streams() -> None:
    """Open standard streams that were closed, as a daemon's are, on nothing.

    What is opened next would take the number of such a stream, and processes that this one starts fail.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # it gets the lowest number that is free
    for number, name in ((1, "stdout"), (2, "stderr")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, "w"))


def stand() -> None:
    """Raise NoFolder where the folder that the command was called in is gone: nothing it starts could run."""
    try:
        Path.cwd()
    except FileNotFoundError:
        raise NoFolder(
            "the folder that this was called in is gone", "go to another one, and call again"
        ) from None


def _speak_to_this_machine_directly() -> None:
    """Let no proxy stand between the processes of a run, which speak to its server on loopback."""
    said = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    hosts = [host for host in map(str.strip, said.split(",")) if host]
    if "*" not in hosts:
        hosts += [host for host in ("127.0.0.1", "localhost") if host not in hosts]
    os.environ["no_proxy"] = os.environ["NO_PROXY"] = ",".join(hosts)


def _has_wide_vectors() -> bool:
    """Return whether this is an AMD processor with AVX-512.

    numpy's OpenBLAS takes kernels half as wide on them, by the maker's name; those for Intel's
    server processors of the same instructions tag names at 1.5 times the rate (Zen 5, numpy 2.4).
    """
    try:
        about = Path("/proc/cpuinfo").read_text(encoding="utf-8").partition("\n\n")[0]
    except OSError:
        return False
    flags = set(about.partition("flags")[2].partition("\n")[0].split())
    return "AuthenticAMD" in about and {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"} <= flags


def _prefect_home() -> Path:
    """Return a folder for Prefect's state apart from the user's own `~/.prefect` and its profiles.

    Each version of Prefect has a folder of its own below it: a newer one migrates a database that it
    finds, and an older one could not start with that any more.
    """
    try:
        state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
        folder = state / "zhibiao" / "prefect"
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)  # its database tells what was read from where
        return folder
    except (OSError, RuntimeError):  # a user whom the system does not know has no home
        return _below_temporary()


def _below_temporary() -> Path:
    """Return a folder that is ours alone: in a shared one anybody may have put one of the same name."""
    owner = os.getuid() if hasattr(os, "getuid") else None
    folder = Path(tempfile.gettempdir()) / f"zhibiao-{'user' if owner is None else owner}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        about = folder.lstat()
        if stat.S_ISDIR(about.st_mode) and owner in (None, about.st_uid):
            folder.chmod(0o700)
            return folder
    except OSError:
        pass  # somebody else's, or no folder
    return Path(tempfile.mkdtemp(prefix="zhibiao-"))
