"""A kill at any moment leaves the last release whole, and the next run goes through."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.publish import archive, verify
from tests.publish.conftest import publish, tables

PUBLISH = """
import sys
from pathlib import Path
from tests.publish.conftest import publish, tables

content = tables(int(sys.argv[2]))
print("ready", flush=True)
publish(content, Path(sys.argv[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_kill_leaves_the_last_release_whole(tmp_path: Path) -> None:
    first = publish(tables(20), tmp_path)
    for number, share in enumerate((0.02, 0.2, 0.4, 0.6, 0.8), start=3):
        process = subprocess.Popen(
            [sys.executable, "-c", PUBLISH, str(tmp_path), str(10 * number)], stdout=subprocess.PIPE
        )
        assert process.stdout
        process.stdout.readline()
        time.sleep(share)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        for folder in archive.releases(tmp_path):
            assert verify.verify(folder).problems == []
        assert (tmp_path / "latest" / "release.json").is_file()
    assert archive.releases(tmp_path)[0].name == first.version
    last = publish(tables(200), tmp_path, day=24)
    assert (tmp_path / "latest").resolve() == last.folder.resolve()
    assert verify.verify(tmp_path / "latest").sound
