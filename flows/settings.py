"""Every tunable of a run, in one typed object.

A field is set by the environment (`ZHIBIAO_BATCH_BYTES=200000`), by an option of the command line,
or stays at its default. Nothing else in the project reads the environment.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from flows.records import Explained

_Value = TypeVar("_Value")
_ASIDE = "aside"
Aside = Annotated[_Value, _ASIDE]
"""The type of a setting that does not bear on how a raw file is read."""


class BadSetting(Explained):
    """A setting whose value means nothing."""


def _of_the_web(address: str) -> str:
    if not address.lower().startswith(("http://", "https://")):
        raise ValueError("not an address of the web, as https://example.org")
    return address


def _reachable(contact: str) -> str:
    return contact if "@" in contact and ":" not in contact else _of_the_web(contact)


def _secret_of_the_web(address: SecretStr) -> SecretStr:
    _of_the_web(address.get_secret_value())
    return address


WebAddress = Annotated[str, AfterValidator(_of_the_web)]
"""An address that a page may make a link of: of any other kind a browser might do something else."""


class Settings(BaseSettings):
    """The tunables; immutable, so that a run has one set of them from start to end."""

    model_config = SettingsConfigDict(env_prefix="ZHIBIAO_", frozen=True, extra="ignore", allow_inf_nan=False)

    output: Aside[Path] = Path("output")
    """Folder that holds the releases, and below `.work` what a run keeps between its stages."""

    remote: Aside[str | None] = None
    """Address, as s3://bucket/folder, that releases are pushed to; `output` is then its mirror."""

    batch_bytes: Aside[int] = Field(default=500_000, ge=1)
    """UTF-8 bytes of text that one task extracts; a batch holds whole documents, at least one."""

    workers: Aside[int] = Field(default_factory=lambda: os.cpu_count() or 1, ge=1)
    """Processes that extract at the same time."""

    process_characters: Aside[int] = Field(default=400_000, ge=0)
    """New text, in code points, from which starting processes pays; below, this process works alone."""

    database_bytes: Aside[int] = Field(default=500_000_000, ge=100_000_000)
    """Bytes of memory in which tables are joined and sorted; what needs more goes to disk meanwhile."""

    piece_rows: Aside[int] = Field(default=20_000, ge=1)
    """Rows of a table that are handled at a time where tables are put together."""

    max_file_bytes: int = Field(default=64_000_000, ge=1)
    """Bytes, unpacked, of a file that is read whole (every format but JSON Lines)."""

    max_records_bytes: int = Field(default=8_000_000_000, ge=1)
    """Bytes, unpacked, of a JSON Lines file; it is read line by line."""

    max_line_chars: int = Field(default=4_000_000, ge=1)
    """Characters of one line; a longer one is refused, the lines after it are read."""

    max_unpack_ratio: int = Field(default=250, ge=2)
    """Unpacked bytes a packed byte may become; text packs to a tenth, a bomb to a thousandth."""

    max_file_seconds: float = Field(default=60.0, gt=0)
    """Seconds that one PDF, DOCX or HTML file may take before it is refused."""

    max_file_memory: int = Field(default=2_000_000_000, ge=200_000_000)
    """Bytes of memory that the reader of one PDF, DOCX or HTML file may take."""

    fetch: Aside[bool] = False
    """Whether sources of kind feed and web are fetched before a run."""

    fetch_seconds: Aside[float] = Field(default=30.0, gt=0)
    """Seconds that one request may take, and the longest pause that a server may ask for."""

    fetch_attempts: Aside[int] = Field(default=3, ge=1)
    """How often a request is made that fails in a way that may pass."""

    max_fetched: Aside[int] = Field(default=200, ge=1)
    """Pages that one source's feeds may bring in one run."""

    max_pages: int = Field(default=2_000, ge=1)
    """Pages of a PDF file."""

    reject_share: Aside[float] = Field(default=0.1, ge=0, le=1)
    """Share of a table's rows that may fail validation; more of them stop the release."""

    reject_count: Aside[int] = Field(default=20, ge=0)
    """Rows of a table that may fail whatever their share, so that a small table is not stopped by one."""

    evidence: Aside[bool] = True
    """Whether metrics carry the clause they were taken from; offsets and hash remain without it."""

    evidence_withheld: Aside[tuple[str, ...]] = ()
    """Licences, as documents state them, whose clauses are left out (`ZHIBIAO_EVIDENCE_WITHHELD='["x"]'`)."""

    engine: Aside[Literal["local", "dask"]] = "local"
    """Where batches are extracted: in processes of this machine, or on a Dask cluster."""

    address: Aside[str | None] = None
    """Address of the Dask scheduler, as tcp://host:8786; without one a cluster is started here."""

    publisher: Aside[str] = "zhibiao contributors"
    """Who publishes the releases, as their descriptions name it."""

    homepage: Aside[WebAddress | None] = None
    """Address of the publisher's page about the dataset."""

    contact: Aside[Annotated[str, AfterValidator(_reachable)] | None] = None
    """Mail address, or address of a page, to write to about the dataset."""

    base_url: Aside[WebAddress | None] = None
    """Address that the output folder is served at; descriptions then hold absolute addresses."""

    raw_url: Aside[WebAddress | None] = None
    """Address that raw files are served at; a row without an address of its own then leads to its file."""

    webhook: Aside[Annotated[SecretStr, AfterValidator(_secret_of_the_web)] | None] = None
    """Address that gets a message, as JSON, of a new release and of a run that failed."""

    timezone: Aside[str] = "Asia/Shanghai"
    """Where schedules have their hours."""

    port: Aside[int | None] = None
    """Port of the server that `zhibiao serve` starts on loopback; any free one if None."""

    served: Aside[tuple[str, ...]] = ()
    """Raw places that a run reads which `zhibiao serve` starts; set by that command."""

    wait_seconds: Aside[float] = Field(default=600, ge=0)
    """How long a run waits for another one that works on the same output."""

    @property
    def work(self) -> Path:
        """Folder of staged batches, locks and Prefect's own state."""
        return self.output / ".work"

    def of_reading(self) -> str:
        """Return the settings that bear on how a raw file is read, as JSON."""
        aside = {name for name, field in type(self).model_fields.items() if _ASIDE in field.metadata}
        return self.model_dump_json(exclude=aside)

    def environment(self) -> dict[str, str]:
        """Return the variables from which another process gets these settings."""
        prefix = self.model_config["env_prefix"]
        return {
            f"{prefix}{name.upper()}": _written(getattr(self, name))
            for name in self.model_fields_set | {"output", "served"}
            if getattr(self, name) is not None
        }


def read(**said: Any) -> Settings:
    """Return the settings: what was said on the command line, then the environment, then the defaults.

    Raises:
        BadSetting: one of them means nothing; the line does not show its value, which may be a secret.
    """
    try:
        return Settings(**said)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        name = str(first["loc"][0])
        shown = f"--{name}" if name in said else f"ZHIBIAO_{name.upper()}"
        raise BadSetting(f"{shown}: {first['msg']}", "write another value, or leave it out") from None
    except SettingsError as error:
        raise BadSetting(f"{error}", _LIST) from None
    except RecursionError:  # from the reader of lists, which does not say of which
        prefix = Settings.model_config["env_prefix"]
        named = (name for name in os.environ if name.startswith(prefix))
        deepest = max(named, key=lambda name: sum(map(os.environ[name].count, "[{")))
        raise BadSetting(f"{deepest}: nested without end", _LIST) from None


_LIST = """write a list as '["one", "another"]', or leave it out"""


def _written(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return json.dumps(value) if isinstance(value, tuple | bool) else str(value)
