"""What pages are made of: templates, styles and scripts, which lie in this package."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources

import jinja2
from markupsafe import Markup


def text(name: str) -> Markup:
    """Return a style or script, to stand in a page as it is."""
    return Markup((resources.files(__package__) / name).read_text(encoding="utf-8"))


def environment() -> jinja2.Environment:
    """Return what renders the templates: every word of a source escaped, and every name known."""
    loader = jinja2.PackageLoader("flows.publish", "assets")
    made = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    made.filters["thousands"] = lambda count: f"{count:,}"
    return made


def policy(style: str, *scripts: str) -> str:
    """Return the Content-Security-Policy of a page: what it brings itself may run, and nothing else.

    Whatever a document says, and however it came into the page, no browser runs or loads it.
    """
    return (
        f"default-src 'none'; script-src {' '.join(map(_hash, scripts))}; style-src {_hash(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(part: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'"
