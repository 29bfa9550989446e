"""What a release says of itself: `release.json`, which all other descriptions are made from."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

from flows import contract
from flows.publish import changes
from flows.publish.archive import write_json
from flows.publish.exporter import Exporter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.publish.checksums import Checksums
    from flows.publish.exporter import Stage
    from flows.settings import Settings
    from flows.tables.dataset import Dataset


def release(version: str, stage: Stage, rows: Mapping[str, int], digest: str) -> dict[str, Any]:
    """Return what a release of the tables of `stage` says of itself, but what changed."""
    run = stage.run
    return {
        "version": version,
        "created_at": moment(run.started_at),
        "code_version": run.code_version,
        "schema_version": contract.dataset()["schema_version"],
        "previous": stage.previous.name if stage.previous else None,
        "data_sha256": digest,
        "files": run.files,
        "documents": run.documents,
        "characters": run.characters,
        "refused": len(run.refusals),
        "rows": dict(rows),
        "inputs": _inputs(stage.tables),
        **_publisher(version, stage.settings),
    }


def data_digest(checksums: Checksums) -> str:
    """Return a digest of all rows and of the schemas that they follow."""
    digest = hashlib.sha256()
    for definition in contract.files():
        for field in definition.fields:
            digest.update(f"{definition.name}.{field.name}: {field.type}, {field.required}\n".encode())
        digest.update(checksums[f"{definition.name}.csv"].encode())
    return digest.hexdigest()


def moment(when: dt.datetime) -> str:
    """Return a moment in UTC, as all files of a release and of its index write it."""
    return when.astimezone(dt.UTC).isoformat(timespec="seconds")


def _publisher(version: str, settings: Settings) -> dict[str, Any]:
    """Return who publishes the release, and the addresses of its folder and of the raw files, where given."""
    base = settings.base_url.rstrip("/") if settings.base_url else None
    return {
        "publisher": settings.publisher,
        "homepage": settings.homepage,
        "contact": settings.contact,
        "address": f"{base}/releases/{version}" if base else None,
        "raw_address": settings.raw_url.rstrip("/") if settings.raw_url else None,
    }


def _inputs(tables: Dataset) -> list[dict[str, str]]:
    """Return each raw file with a digest of the texts that were read from it."""
    digests: dict[str, Any] = {}
    documents = tables.read("documents", ["raw_path", "document_id", "text_sha256"])
    in_order = documents.sort_by([("raw_path", "ascending"), ("document_id", "ascending")])
    for path, text in zip(in_order["raw_path"].to_pylist(), in_order["text_sha256"].to_pylist(), strict=True):
        digests.setdefault(path, hashlib.sha256()).update(text.encode())
    return [{"raw_path": path, "texts_sha256": digest.hexdigest()} for path, digest in digests.items()]


def _export(stage: Stage) -> None:
    changed = changes.summary(stage.folder / changes.ROWS.file_name)
    write_json(stage.folder / EXPORTER.file_name, {**stage.release, "changes": changed})


EXPORTER = Exporter(
    "release.json",
    "版本说明：行数、来源、变化",
    "what the release is: rows, inputs, changes",
    "application/json",
    "description",
    _export,
)
