"""Every tunable of a run, in one typed object.

A field is set by the environment (`ZHIBIAO_BATCH_BYTES=200000`), by an option of the command line,
or stays at its default. Nothing else in the project reads the environment.
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The tunables; immutable, so that a run has one set of them from start to end."""

    model_config = SettingsConfigDict(env_prefix="ZHIBIAO_", frozen=True, extra="ignore")

    output: Path = Path("output")
    """Folder that holds the releases, and below `.work` what a run keeps between its stages."""

    batch_bytes: int = Field(default=1_000_000, ge=1)
    """UTF-8 bytes of text that one task extracts; a batch holds whole documents, at least one."""

    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1)
    """Processes that extract at the same time."""

    process_bytes: int = Field(default=2_000_000, ge=0)
    """Bytes of text from which starting processes pays; below, this process extracts alone."""

    @property
    def work(self) -> Path:
        """Folder of staged batches, locks and Prefect's own state."""
        return self.output / ".work"
