"""`zhibiao diff` and `zhibiao load`: releases compared with each other, and handed to a database."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from flows.publish.archive import NoRelease


def diff(before: str, after: str, output: Path, *, as_csv: bool) -> int:
    """Print what changed between two releases, as text or as CSV with every changed value.

    A release is named by its version or by its folder. Returns 0 where no row differs, 1 where some
    do (as diff does), 2 where a release is not there.
    """
    from flows.publish import changes, csv
    from flows.tables.dataset import Dataset

    try:
        folders = [_folder(name, output) for name in (before, after)]
    except NoRelease as error:
        print(f"zhibiao: {error}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / changes.ROWS.file_name
        found = changes.compare(folders[0], folders[1], path)
        if as_csv:
            csv.write_table(changes.SCHEMA, Dataset(path.parent).pieces(path.stem), sys.stdout.buffer)
        else:
            print(changes.markdown(path, folders[0], folders[1], folders[1].name), end="")
    return 1 if found else 0


def load(release: str, url: str, output: Path) -> int:
    """Load a release into PostgreSQL and say so; return 0.

    Raises:
        NoRelease: the release is not there.
        LoadError: the database is as before.
    """
    from flows.publish import postgresql

    loaded = postgresql.load(_folder(release, output), url)
    if loaded.skipped:
        print(f"release {loaded.version} is there already; nothing was done")
    else:
        print(f"loaded {loaded.rows:,} rows of release {loaded.version} into schema {postgresql.SCHEMA}")
    return 0


def _folder(name: str, output: Path) -> Path:
    """Return the folder of a release by its version, `latest`, or its path."""
    for folder in (Path(name), output / "releases" / name, output / name):
        if (folder / "release.json").is_file():
            return folder.resolve()
    raise NoRelease(f"there is no release {name}", f"name a folder, or a version below {output / 'releases'}")
