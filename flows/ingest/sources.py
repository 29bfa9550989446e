"""What a folder says of the files below it: `source.yaml`, the nearest one up the tree.

    publisher: 天津日报            # who published the files
    region: 天津市                 # what 本市 and 全省 stand for; a name or a code of the list regions
    licence: CC-BY-4.0            # of the texts
    kind: files                   # files, feed or web; the last two are fetched when asked for
    published_on: 2026-03-27      # optional, for files that hold no date
    furniture: remove             # optional: clean the texts of JSON Lines of page furniture, too
    addresses: [https://…]        # of a feed or of pages, for kind feed and web

All keys are optional; a key that is not known is an error, so that no typing mistake is lost.
"""

from __future__ import annotations

import datetime as dt
import functools
import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from flows.ingest import days, mapping
from flows.ingest.characters import printable, shown
from flows.records import Explained

NAME = "source.yaml"
LONGEST_DELAY = 3600.0


def _possible(day: dt.date | None) -> dt.date | None:
    if day and not days.possible(day):
        raise ValueError(f"the day lies outside {days.span()}")
    return day


class Source(BaseModel):
    """The defaults that a `source.yaml` gives, and the name of its folder."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source_id: str = "unknown"
    publisher: str | None = None
    region: str | None = None
    licence: str = "unknown"
    kind: Literal["files", "feed", "web"] = "files"
    published_on: Annotated[dt.date | None, AfterValidator(_possible)] = None
    furniture: Literal["keep", "remove"] | None = None
    addresses: tuple[str, ...] = ()
    description: str | None = None
    delay_seconds: float = Field(default=2.0, ge=0, le=LONGEST_DELAY, allow_inf_nan=False)
    """Least time between two requests to one host, for kind feed and web."""


class BadSource(Explained):
    """A `source.yaml` that cannot be read, and which key of it."""


def nearest(folder: Path) -> Source:
    """Return the defaults for files in `folder`; those of nobody where no source.yaml is above it."""
    for place in (folder, *folder.parents):
        if os.path.lexists(place / NAME):
            return load(place)
    return Source(source_id=shown(Path(folder.name)) if folder.name else "unknown")


@functools.lru_cache(maxsize=4096)
def load(folder: Path) -> Source:
    """Return the `source.yaml` of `folder`; BadSource where it is not what it should be."""
    try:
        if not (folder / NAME).is_file():  # to open a pipe would wait for ever
            raise BadSource("is no file", f"write {NAME} as a text file")
        with (folder / NAME).open(encoding="utf-8-sig") as file:
            content = mapping.read(file.read(mapping.MAX_CHARACTERS + 1))
    except mapping.BadMapping as error:
        raise BadSource(error.cause, error.remedy) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadSource(
            f"cannot be read ({' '.join(str(error).split())})", "write it as YAML in UTF-8"
        ) from error
    try:
        return Source(**{"source_id": shown(Path(folder.name)), **content})
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        key = printable(".".join(map(str, first["loc"])))[:60]
        known = ", ".join(Source.model_fields)
        raise BadSource(f"key `{key}`: {first['msg']}", f"known keys are {known}") from error
