"""Who publishes a release and how to cite it: `CITATION.cff`, and `LICENSE` of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from flows import contract
from flows.publish.exporter import Exporter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.publish.exporter import Stage


def located(release: Mapping[str, Any], name: str) -> str:
    """Return the address of a file of the release: absolute where the release knows its own."""
    return f"{release['address']}/{name}" if release.get("address") else name


def publisher(release: Mapping[str, Any]) -> str:
    """Return the name of who publishes the release."""
    return str(release.get("publisher") or "zhibiao contributors")


def about() -> str:
    """Return what the dataset is, and what is not in it."""
    dataset = contract.dataset()
    return f"{dataset['description'].strip()} {dataset['statement'].strip()}"


def cite(release: Mapping[str, Any]) -> str:
    """Return one line that cites the release."""
    dataset = contract.dataset()
    year = release["created_at"][:4]
    return (
        f"{publisher(release)} ({year}). {dataset['title_en']}, release {release['version']}. "
        f"{dataset['licence']['name']}."
    )


def citation(release: Mapping[str, Any]) -> str:
    """Return CITATION.cff of the release, in the Citation File Format 1.2."""
    dataset = contract.dataset()
    content = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite the release that you used.",
        "type": "dataset",
        "title": dataset["title_en"],
        "abstract": dataset["description"].strip(),
        "version": release["version"],
        "date-released": release["created_at"][:10],
        "license": dataset["licence"]["name"],
        "authors": [{"name": publisher(release)}],
        "keywords": list(dataset["keywords"]),
    }
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


def licence(release: Mapping[str, Any]) -> str:
    """Return the licence notice of the data."""
    given = contract.dataset()["licence"]
    return (
        f"The data of this release are licensed under {given['title']} ({given['name']}).\n"
        f"{given['path']}legalcode\n\n"
        f"You may share and adapt them for any purpose if you give credit:\n{cite(release)}\n\n"
        f"{contract.dataset()['statement'].strip()}\n"
    )


def _write_citation(stage: Stage) -> None:
    (stage.folder / CITATION.file_name).write_text(citation(stage.release), encoding="utf-8")


def _write_licence(stage: Stage) -> None:
    (stage.folder / LICENCE.file_name).write_text(licence(stage.release), encoding="utf-8")


CITATION = Exporter(
    "CITATION.cff",
    "引用方式",
    "how to cite the release, for reference managers",
    "application/yaml",
    "description",
    _write_citation,
)
LICENCE = Exporter("LICENSE", "数据许可", "licence of the data", "text/plain", "description", _write_licence)
