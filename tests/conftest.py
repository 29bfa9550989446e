"""What tests of several rooms share."""

from __future__ import annotations

from multiprocessing import get_context
from multiprocessing.context import ForkServerContext

import pytest

from tests import faulty


@pytest.fixture(scope="session")
def processes() -> ForkServerContext:
    """Processes that start with everything imported, so that a moment falls into the run itself."""
    context = get_context("forkserver")
    context.set_forkserver_preload(faulty.WARM)
    return context
