"""Passwords never appear, in whatever form an address or a keyword string has them."""

from __future__ import annotations

import pytest

from flows.machine.secrets import hidden

SECRET = "S3cr3t"


@pytest.mark.parametrize(
    "text",
    [
        f"postgresql://user:{SECRET}@host:5432/name",
        f"postgresql://user:{SECRET}@more@host/name",
        f"postgresql://user:a/{SECRET}?x#y@host/name",
        f"postgresql://:{SECRET}@host/name",
        f"postgresql://host/name?user=a&password={SECRET}",
        f"postgresql://host/name?sslpassword={SECRET}&x=1",
        f"host=a user=b password={SECRET} dbname=c",
        f"host=a password = {SECRET}",
        f"host=a password='one \\' {SECRET}' dbname=c",
        f"host=a PASSWORD='one {SECRET}",
        f"https://{SECRET}@hooks.example/x",
        f"https://hooks.example/x?token={SECRET}",
        f"https://hooks.example/x?access_token={SECRET}&y=1",
        f"s3://key:{SECRET}@bucket/folder",
        f"AWS_SECRET_ACCESS_KEY={SECRET}",
        f"the address ftp://a:{SECRET}@b/c does not answer",
    ],
)
def test_a_secret_is_hidden(text: str) -> None:
    assert SECRET not in hidden(text)


@pytest.mark.parametrize(
    "text",
    ["s3://bucket/folder", "postgresql://user@host/name", "host=a dbname=b", "全市增长5%", "a@b.example"],
)
def test_what_is_no_secret_helps_to_find_the_mistake(text: str) -> None:
    assert hidden(text).replace("***@", "user@") == text


def test_the_host_is_left() -> None:
    assert hidden(f"postgresql://user:{SECRET}@host:5432/name") == "postgresql://user:***@host:5432/name"
