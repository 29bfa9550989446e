"""The way to the web: every request ends in time, and none leads to where the source does not stand itself.

A server can send one byte at a time for ever, each in time; so what is bounded is the whole request,
from the name of the host to the last byte. And an address that a page or a redirect gives can name
this machine or its neighbours, which answer us and would not answer whoever wrote it; so the address
that is connected to is the one that was looked at, and private ones are left to sources that name them.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import httpcore
import httpx

if TYPE_CHECKING:
    import ssl

TOO_SLOW = httpcore.TimeoutException
"""What a request ends in that was not over in its time."""

FAILURES = (
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.StreamError,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    OSError,
    ValueError,
)
"""What a request may end in."""


def client(agent: str, seconds: float, within: Collection[str]) -> httpx.Client:
    """Return a client each request of which takes at most `seconds`.

    Only the hosts of `within` may stand at an address of this machine or of a private network.
    """
    return httpx.Client(
        headers={"User-Agent": agent},
        timeout=seconds,
        follow_redirects=False,
        trust_env=False,
        transport=_Transport(_Network(seconds, within)),
    )


class _Transport(httpx.BaseTransport):
    """httpx's own transport but for the network below it, which it lets nobody choose."""

    def __init__(self, network: _Network) -> None:
        self._network = network
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False), network_backend=network
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        self._network.begin()
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        assert isinstance(answer.stream, Iterable)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer.stream))

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        close = getattr(self._stream, "close", None)
        if close:
            close()


class _Network(httpcore.NetworkBackend):
    """Connections that end with the time of the request that uses them."""

    def __init__(self, seconds: float, within: Collection[str]) -> None:
        self._seconds = seconds
        self._within = within
        self._sockets = httpcore.SyncBackend()
        self._deadline = 0.0

    def begin(self) -> None:
        """Start the clock for a request."""
        self._deadline = time.monotonic() + self._seconds

    def left(self) -> float:
        """Return the seconds that are left for the request."""
        seconds = self._deadline - time.monotonic()
        if seconds <= 0:
            raise httpcore.ReadTimeout
        return seconds

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        error: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in _addresses(host, port):
            if host not in self._within and not _is_public(host, address):
                raise httpcore.ConnectError(f"{host} stands at {address}, which is not of the public web")
            try:
                stream = self._sockets.connect_tcp(address, port, self.left(), local_address, socket_options)
                return _Stream(stream, self)
            except httpcore.ConnectError as failed:
                error = failed
        raise error


class _Stream(httpcore.NetworkStream):
    """A connection whose reads and writes know how much time is left."""

    def __init__(self, stream: httpcore.NetworkStream, network: _Network) -> None:
        self._stream = stream
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._network.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._network.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, self._network.left())
        return _Stream(inner, self._network)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"{host} is not known ({error})") from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _is_public(host: str, address: str) -> bool:
    """Return whether an address is one of the public web, and so one that anybody could ask."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = (
            ip.ipv4_mapped
            or ip.sixtofour
            or (ip in _TRANSLATED and ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        )
        ip = inner or ip
    return ip.is_global and not ip.is_multicast


_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 addresses as a network of IPv6 alone writes them (RFC 6052)."""
