"""What the code lists say of names: the full name, and the class that an industry falls in."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import NamedTuple

from flows import contract
from flows.language import scan

LEGAL_FORM = re.compile(r"(?:股份有限|有限责任|有限|股份|(?<!总))公司$")
"""What ends the full name of a company and is left out where it is called by its name alone."""


class Industry(NamedTuple):
    """The class of an industry, and whether its name needs a context to count."""

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
        "PLACE": (*contract.codelist("places"), *contract.codelist("zones")),
        "POLICY": contract.codelist("policies"),
    }
    names = {kind: {row["name"]: row["full_name"] for row in own} for kind, own in rows.items()}
    names["ORG"] = _companies() | names["ORG"]
    return names


def _companies() -> dict[str, str]:
    """Return the full name of each company by that and its short one, with 公司 or without a legal form.

    The network that finds names does not see these: 美的 is a company only where it found one.
    """
    rows = [row for row in contract.codelist("organs") if row["kind"] == "company"]
    short = {row["name"]: row["full_name"] for row in (*rows, *contract.codelist("companies"))}
    full = set(short.values())
    names = {LEGAL_FORM.sub("", name): name for name in full}
    names |= {f"{name}公司": whole for name, whole in short.items() if not name.endswith("公司")}
    return names | {name: name for name in full} | short


def parts(role: str) -> str:
    """Return the alternatives of a pattern that finds any part of names with this role."""
    return scan.any_of(row["part"] for row in contract.codelist("name_parts") if row["role"] == role)


@functools.cache
def industries() -> Mapping[str, Industry]:
    """Return the code list industries by name."""
    return {
        row["name"]: Industry(row["scheme"], row["code"], row["use"] == "weak")
        for row in contract.codelist("industries")
    }
