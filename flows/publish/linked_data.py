"""The release as linked data for search engines (schema.org) and data portals (DCAT)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flows import contract
from flows.publish.citation import about, located, publisher

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def schema_org(release: Mapping[str, Any], downloads: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the schema.org Dataset; `downloads` have name, bytes, sha256 and type."""
    dataset = contract.dataset()
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": [
            {"@language": "zh", "@value": dataset["title"]},
            {"@language": "en", "@value": dataset["title_en"]},
        ],
        "description": f"{about()}\n{dataset['description_zh'].strip()}{dataset['statement_zh'].strip()}",
        "version": release["version"],
        "datePublished": release["created_at"][:10],
        "license": dataset["licence"]["path"],
        "keywords": list(dataset["keywords"]),
        "inLanguage": "zh",
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": publisher(release)},
        "publisher": _organisation(release),
        **({"url": located(release, "index.html")} if release.get("address") else {}),
        "variableMeasured": [
            {"@type": "PropertyValue", "name": field.name, "description": field.description}
            for field in contract.table("metrics").fields
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file["name"],
                "contentUrl": located(release, file["name"]),
                "encodingFormat": file["type"],
                "contentSize": str(file["bytes"]),
                "sha256": file["sha256"],
            }
            for file in downloads
        ],
    }


def dcat(release: Mapping[str, Any], downloads: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the DCAT dataset."""
    dataset = contract.dataset()
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "vcard": "http://www.w3.org/2006/vcard/ns#",
            "spdx": "http://spdx.org/rdf/terms#",
        },
        "@type": "dcat:Dataset",
        **({"@id": located(release, "index.html")} if release.get("address") else {}),
        "dct:title": [
            {"@language": "zh", "@value": dataset["title"]},
            {"@language": "en", "@value": dataset["title_en"]},
        ],
        "dct:description": [
            {"@language": "zh", "@value": dataset["description_zh"].strip()},
            {"@language": "en", "@value": dataset["description"].strip()},
        ],
        "dct:issued": release["created_at"][:10],
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": publisher(release)},
        **({"dcat:landingPage": {"@id": release["homepage"]}} if release.get("homepage") else {}),
        **({"dcat:contactPoint": _contact(release["contact"])} if release.get("contact") else {}),
        "dct:license": {"@id": dataset["licence"]["path"]},
        "dct:language": "zh",
        "dcat:version": release["version"],
        "dcat:keyword": list(dataset["keywords"]),
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": file["name"],
                "dcat:downloadURL": {"@id": located(release, file["name"])},
                "dcat:mediaType": file["type"],
                "dcat:byteSize": file["bytes"],
                "spdx:checksum": {"spdx:algorithm": "sha256", "spdx:checksumValue": file["sha256"]},
            }
            for file in downloads
        ],
    }


def _organisation(release: Mapping[str, Any]) -> dict[str, Any]:
    """Return the publisher as schema.org has it."""
    found: dict[str, Any] = {"@type": "Organization", "name": publisher(release)}
    if release.get("homepage"):
        found["url"] = release["homepage"]
    if release.get("contact"):
        found["contactPoint"] = {"@type": "ContactPoint", "url": _address(release["contact"])}
    return found


def _contact(contact: str) -> dict[str, Any]:
    return {"@type": "vcard:Organization", "vcard:hasEmail": {"@id": _address(contact)}}


def _address(contact: str) -> str:
    """Return a mail address as an address that a browser knows."""
    return contact if ":" in contact else f"mailto:{contact}"
