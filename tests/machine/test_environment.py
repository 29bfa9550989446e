"""The environment is set before anything heavy is imported, and what the operator set stands."""

import os
import stat
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from flows import cli
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


def below(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let the home of the user take no folder, so that one below a temporary one is taken."""
    (folder / "home").write_text("no folder")
    (folder / "temporary").mkdir()
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "home"))
    monkeypatch.setattr(environment.tempfile, "tempdir", str(folder / "temporary"))


def test_a_home_below_a_temporary_folder_is_ours_alone(tmp_path, monkeypatch):
    below(monkeypatch, tmp_path)
    home = environment._prefect_home()
    assert home.name == f"zhibiao-{os.getuid()}"
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert environment._prefect_home() == home


def test_a_home_that_another_user_put_there_is_not_taken(tmp_path, monkeypatch):
    below(monkeypatch, tmp_path)
    home = environment._prefect_home()
    stranger = os.getuid() + 1
    monkeypatch.setattr(environment.os, "getuid", lambda: stranger)
    (tmp_path / "temporary" / f"zhibiao-{os.getuid()}").mkdir()
    taken = environment._prefect_home()
    assert taken != home
    assert taken.name != f"zhibiao-{os.getuid()}"


def test_a_link_that_stands_for_a_home_is_not_followed(tmp_path, monkeypatch):
    below(monkeypatch, tmp_path)
    (tmp_path / "theirs").mkdir()
    (tmp_path / "temporary" / f"zhibiao-{os.getuid()}").symlink_to(tmp_path / "theirs")
    assert tmp_path / "theirs" not in (environment._prefect_home().resolve(), environment._prefect_home())


def test_a_home_can_be_read_by_its_owner_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert stat.S_IMODE(environment._prefect_home().stat().st_mode) == 0o700


def test_each_version_of_prefect_keeps_its_own_state(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    homes = set()
    for version in ("3.8.8", "3.9.0", "3.8.8"):
        monkeypatch.setenv("PREFECT_HOME", "")
        monkeypatch.delenv("PREFECT_HOME")
        monkeypatch.setattr(environment.metadata, "version", lambda package, version=version: version)
        environment.prepare()
        homes.add(environment.os.environ["PREFECT_HOME"])
    assert len(homes) == 2, "a newer version migrates what it finds, which an older one cannot read"


def test_a_user_without_a_home_has_a_folder_below_a_temporary_one(tmp_path, monkeypatch):
    """As in a container whose user the system does not know."""
    below(monkeypatch, tmp_path)
    monkeypatch.delenv("XDG_STATE_HOME")

    def unknown():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(environment.Path, "home", unknown)
    assert environment._prefect_home().parent == tmp_path / "temporary"


@pytest.mark.parametrize("said", ["", "intern.example", "localhost, .example", "*"])
def test_no_proxy_stands_between_the_processes_of_a_run(said, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    for name in ("http_proxy", "all_proxy", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", said)
    environment.prepare()
    assert urllib.request.proxy_bypass_environment("127.0.0.1:4200")
    assert urllib.request.proxy_bypass_environment("localhost:4200")
    assert urllib.request.proxy_bypass_environment("example.org") == (said == "*")
    for host in filter(None, said.replace("*", "").replace(" ", "").split(",")):
        assert urllib.request.proxy_bypass_environment(f"a.{host}" if host.startswith(".") else host)


@pytest.mark.skipif(os.name != "posix", reason="closes streams as a shell does")
def test_what_a_daemon_starts_has_streams(tmp_path):
    code = (
        "import subprocess, sys; from flows.machine import environment; environment.open_streams();"
        "from pathlib import Path; print('nothing'); print('nothing', file=sys.stderr);"
        "asks = 'import sys; sys.exit(sys.stdin is None or sys.stdout is None or sys.stderr is None)';"
        f"Path({str(tmp_path / 'said')!r}).write_text(str(subprocess.call([sys.executable, '-c', asks])))"
    )
    shell = ["sh", "-c", 'exec "$0" -c "$1" <&- >&- 2>&-', sys.executable, code]
    assert subprocess.call(shell, cwd=Path(__file__).parent.parent.parent, timeout=100) == 0
    assert (tmp_path / "said").read_text() == "0"


@pytest.mark.skipif(os.name != "posix", reason="takes a folder away that somebody stands in")
def test_a_folder_that_is_gone_is_one_line(tmp_path, monkeypatch, capsys):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert cli.main(["run", str(tmp_path)]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("zhibiao: the folder that this was called in is gone; ")
