"""Which addresses anybody could ask, and which answer this machine or its neighbours alone."""

from __future__ import annotations

import pytest

from flows.ingest import web


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1", "ff02::1"),
        "::ffff:10.0.0.1",
        "2002:7f00:1::",  # 6to4 of 127.0.0.1
        "64:ff9b::a9fe:a9fe",  # 169.254.169.254, as a network of IPv6 alone writes it
    ],
)
def test_an_address_of_this_machine_or_a_private_network_is_not_of_the_public_web(address: str) -> None:
    assert not web._is_public("host.example", address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_an_address_of_the_public_web_may_be_asked(address: str) -> None:
    assert web._is_public("host.example", address)
