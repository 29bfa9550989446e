"""Which settings make what was read stale."""

from __future__ import annotations

import json

import pytest

from flows import settings
from flows.settings import Settings


def test_only_the_limits_of_a_file_make_what_was_read_stale() -> None:
    bearing = json.loads(Settings().of_reading())
    assert bearing
    assert all(name.startswith("max_") for name in bearing)
    assert "max_fetched" not in bearing, "what a feed brings is read like any other file"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("workers", "0"),
        ("batch_bytes", "²"),
        ("fetch_seconds", "inf"),
        ("reject_share", "nan"),
        ("evidence_withheld", "x"),
        ("evidence_withheld", "[" * 3000),
        ("homepage", "javascript:alert(1)"),
        ("base_url", "file:///etc"),
        ("contact", "data:text/html,x"),
        ("webhook", "file:///etc/what-opens-the-hook"),
    ],
)
def test_a_setting_that_means_nothing_is_one_line_without_its_value(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"ZHIBIAO_{name.upper()}", value)
    with pytest.raises(settings.BadSetting) as caught:
        settings.read()
    line = str(caught.value)
    assert line.isprintable()
    assert name in line.lower()
    assert "what-opens-the-hook" not in line
    assert caught.value.__cause__ is None


def test_addresses_of_the_web_and_of_mail_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIBIAO_WEBHOOK", "https://example.org/hook")
    read = settings.read(homepage="HTTPS://example.org/", contact="data@example.org", base_url="http://a/b")
    assert (read.contact, read.homepage) == ("data@example.org", "HTTPS://example.org/")
