"""The `zhibiao` command. Thin: a command parses its arguments, calls one function, prints.

Heavy packages are imported inside the commands that need them, so that `inspect` answers at once.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from flows.machine import environment, printing
from flows.records import Explained

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.settings import Settings

ALL_IN, NOTHING_PUBLISHED, WITH_REFUSALS = 0, 1, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    environment.open_streams()
    environment.prepare()
    printing.prepare()
    try:
        try:
            options = parser().parse_args(arguments)
            environment.stand()
            status: int = options.command(options)
        finally:
            sys.stdout.flush()
    except Explained as error:
        print(f"zhibiao: {error}", file=sys.stderr)
        return NOTHING_PUBLISHED
    except BrokenPipeError:
        # The reader went away (`zhibiao inspect … | head`); that is no error of ours.
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("zhibiao: stopped; the last release is whole", file=sys.stderr)
        return 130
    return status


def _run(options: argparse.Namespace) -> int:
    from flows.commands import report

    return report.run(
        options.raw, _settings(options), full=options.full, since=options.since, until=options.until
    )


class NoText(Explained):
    """A name on the command line that cannot be told to others."""


def _settings(options: argparse.Namespace) -> Settings:
    """Return the settings with what was said on the command line."""
    from flows import settings
    from flows.run import remote

    for place in (*options.raw, options.output or ""):
        if not place.isascii() and any("\ud800" <= character <= "\udfff" for character in place):
            shown = place.encode("ascii", "backslashreplace").decode()
            cause = f"{shown} is no text in the encoding of this system"
            raise NoText(cause, "call it by another name, or set LC_ALL to a locale of UTF-8")
    fields = settings.Settings.model_fields
    given = {name: value for name, value in vars(options).items() if name in fields}
    said = {name: value for name, value in given.items() if value not in (None, "") and value is not False}
    if remote.is_remote(said.get("output", "")):
        said |= {"remote": said["output"], "output": remote.mirror(said["output"])}
    return settings.read(**said)


def _inspect(options: argparse.Namespace) -> int:
    from flows.commands import inspection

    if options.raw is not None:
        return inspection.raw(options.raw, sys.stdout)
    inspection.check(options.region)
    if options.jsonl:
        return inspection.lines(
            sys.stdin.buffer, sys.stdout, options.published_on, options.region, options.why
        )
    text = options.text if options.text is not None else sys.stdin.read()
    for_people = sys.stdout.isatty() and not (options.json or options.why)
    return inspection.text(
        text, sys.stdout, options.published_on, options.region, options.why, for_people=for_people
    )


def _serve(options: argparse.Namespace) -> int:
    from flows.commands import schedule

    return schedule.serve(options.raw, _settings(options), options.cron, options.watch)


def _verify(options: argparse.Namespace) -> int:
    from flows.commands import verification

    return verification.run(options.release, [Path(path) for path in options.raw or ["raw"]])


def _diff(options: argparse.Namespace) -> int:
    from flows.commands import delivery

    return delivery.diff(options.before, options.after, options.output, as_csv=options.csv)


def _load(options: argparse.Namespace) -> int:
    from flows.commands import delivery

    return delivery.load(options.release, options.url, options.output)


def _open(options: argparse.Namespace) -> int:
    import webbrowser

    page = (options.output / "latest" / "index.html").resolve()
    if not page.is_file():
        print(f"zhibiao: {page} is not there; publish a release first with `zhibiao run`", file=sys.stderr)
        return 1
    print(page)
    webbrowser.open(page.as_uri())
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; each sets `command`, the function that carries it out."""
    root = argparse.ArgumentParser(
        prog="zhibiao", description="Numbers in Chinese policy and industry news, as open datasets."
    )
    root.add_argument("--version", action="version", version=f"zhibiao {metadata.version('zhibiao')}")
    commands = root.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser(
        "run",
        help="publish a release from raw files",
        description="Exit status: 0 all in, 3 published with refusals, 1 nothing published.",
    )
    run.add_argument(
        "raw", nargs="*", default=["raw"], metavar="RAW", help="files or folders, or their addresses (raw)"
    )
    run.add_argument("--fetch", action="store_true", help="fetch the feeds and pages that sources name first")
    run.add_argument("--output", help="folder of the releases, or its address as s3://… (output)")
    run.add_argument("--workers", type=int, help="processes that extract (all processors)")
    run.add_argument("--engine", choices=["local", "dask"], help="where texts are extracted (local)")
    run.add_argument("--address", metavar="ADDRESS", help="scheduler of the Dask cluster")
    run.add_argument("--since", type=dt.date.fromisoformat, metavar="DATE", help="extract anew from this day")
    run.add_argument("--until", type=dt.date.fromisoformat, metavar="DATE", help="… to this day")
    run.add_argument("--full", action="store_true", help="extract all anew, whatever earlier runs did")
    run.set_defaults(command=_run)

    inspect = commands.add_parser("inspect", help="show what would be taken from a text")
    inspect.add_argument("text", nargs="?", metavar="TEXT", help="the text (standard input)")
    inspect.add_argument("--published-on", metavar="DATE", help="day of publication, as 2026-03-27")
    inspect.add_argument("--region", metavar="NAME", help="what 本市 and 全省 stand for")
    inspect.add_argument("--json", action="store_true", help="JSON on a terminal too (a pipe gets it always)")
    inspect.add_argument("--jsonl", action="store_true", help="one document a line on standard input")
    inspect.add_argument("--why", action="store_true", help="add what each number could be, and how likely")
    inspect.add_argument("--raw", type=Path, metavar="FILE", help="show how a raw file was cut instead")
    inspect.set_defaults(command=_inspect)

    serve = commands.add_parser("serve", help="run on a schedule and when raw files arrive, until stopped")
    serve.add_argument(
        "raw", nargs="*", default=["raw"], metavar="RAW", help="files or folders, or their addresses (raw)"
    )
    serve.add_argument("--cron", default="0 7 * * *", help="when, in Asia/Shanghai (every day at 7)")
    serve.add_argument("--watch", type=float, metavar="SECONDS", help="look for new raw files so often")
    serve.add_argument("--output", help="folder of the releases, or its address as s3://… (output)")
    serve.add_argument("--port", type=int, help="port of Prefect's UI on loopback (any free one)")
    serve.set_defaults(command=_serve)

    verify = commands.add_parser(
        "verify", help="check a release: checksums, schemas, keys, and every quote against the raw text"
    )
    verify.add_argument("release", nargs="?", type=Path, default=Path("output/latest"), metavar="RELEASE")
    verify.add_argument("--raw", action="append", metavar="RAW", help="raw files of the release (raw)")
    verify.set_defaults(command=_verify)

    diff = commands.add_parser(
        "diff",
        help="show what changed between two releases",
        description="Exit status: 0 no row differs, 1 some do, 2 a release is not there.",
    )
    diff.add_argument("before", metavar="A", help="version or folder of the older release")
    diff.add_argument("after", metavar="B", help="version or folder of the newer release")
    diff.add_argument("--csv", action="store_true", help="every changed value, as CSV")
    diff.add_argument("--output", type=Path, default=Path("output"), help="folder of the releases")
    diff.set_defaults(command=_diff)

    load = commands.add_parser("load", help="load a release into PostgreSQL")
    load.add_argument("release", metavar="RELEASE", help="version or folder of the release, or latest")
    load.add_argument("url", metavar="URL", help="postgresql://user:password@host:port/database")
    load.add_argument("--output", type=Path, default=Path("output"), help="folder of the releases")
    load.set_defaults(command=_load)

    catalogue = commands.add_parser("open", help="show the catalogue in the browser")
    catalogue.add_argument("--output", type=Path, default=Path("output"), help="folder of the releases")
    catalogue.set_defaults(command=_open)
    return root


if __name__ == "__main__":
    sys.exit(main())
