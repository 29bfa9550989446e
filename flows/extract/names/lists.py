"""What the code lists say of names: the full name, and the class that an industry falls in."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import NamedTuple

from flows import contract
from flows.language import scan


class Industry(NamedTuple):
    """The class of an industry, and whether its name needs a context to count."""

    class_name: str
    scheme: str
    code: str
    weak: bool


def listed(kind: str, name: str) -> str:
    """Return the full name of a listed body, place or policy, an empty string where `name` is not listed."""
    return full_names().get(kind, {}).get(name, "")


@functools.cache
def full_names() -> Mapping[str, Mapping[str, str]]:
    """Return the full name of every listed name, by its kind."""
    rows = {
        "ORG": contract.codelist("organs"),
        "PLACE": contract.codelist("places"),
        "POLICY": contract.codelist("policies"),
    }
    return {kind: {row["name"]: row["full_name"] for row in own} for kind, own in rows.items()}


def parts(role: str) -> str:
    """Return the alternatives of a pattern that finds any part of names with this role."""
    return scan.any_of(row["part"] for row in contract.codelist("name_parts") if row["role"] == role)


@functools.cache
def industries() -> Mapping[str, Industry]:
    """Return the code list industries by name."""
    return {
        row["name"]: Industry(row["class_name"], row["scheme"], row["code"], row["use"] == "weak")
        for row in contract.codelist("industries")
    }
