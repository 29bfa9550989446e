"""`zhibiao diff` and `zhibiao load`: releases compared with each other, and handed to a database."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path


def diff(before: str, after: str, output: Path, *, as_csv: bool) -> int:
    """Print what changed between two releases, as text or as CSV with every changed value.

    A release is named by its version or by its folder. Returns 0 where no row differs, 1 where some
    do (as diff does), 2 where a release is not there.
    """
    from flows.publish import changes, csv
    from flows.tables.dataset import Dataset

    try:
        folders = [_folder(name, output) for name in (before, after)]
    except FileNotFoundError as error:
        print(f"zhibiao: {error}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / changes.FILE
        found = changes.compare(folders[0], folders[1], path)
        if as_csv:
            csv.write_table(changes.SCHEMA, Dataset(path.parent).pieces(path.stem), sys.stdout.buffer)
        else:
            print(changes.markdown(path, folders[0], folders[1], folders[1].name), end="")
    return 1 if found else 0


def load(release: str, url: str, output: Path) -> int:
    """Load a release into PostgreSQL and say so; return 0, or 1 where the database is as before."""
    from flows.publish import postgresql

    try:
        loaded = postgresql.load(_folder(release, output), url)
    except ImportError:
        print(
            "zhibiao: the PostgreSQL driver is not installed; "
            "install it with `python -m pip install 'zhibiao[postgresql]'`",
            file=sys.stderr,
        )
        return 1
    except (FileNotFoundError, postgresql.LoadError) as error:
        print(f"zhibiao: {error}", file=sys.stderr)
        return 1
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
    raise FileNotFoundError(
        f"there is no release {name}; name a folder, or a version below {output / 'releases'}"
    )
