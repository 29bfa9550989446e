from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ingest.serving import Server


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server()
    yield found
    found.http.shutdown()
    found.http.server_close()
