"""One message to a web hook of the operator's: a new release, or a run that failed."""

from __future__ import annotations

import json
import logging
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TRIES = 3
SECONDS_BETWEEN_TRIES = 1.0
"""Before the second try; each later wait is twice as long."""
TIME_LIMIT_SECONDS = 10.0


def post(address: str | None, message: Mapping[str, object]) -> bool:
    """Send `message` as JSON; return whether it arrived. A message that does not is no error of the run."""
    if not address:
        return False
    content = json.dumps(dict(message), ensure_ascii=False, default=str).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "zhibiao"}
    for attempt in range(TRIES):
        if attempt:
            time.sleep(SECONDS_BETWEEN_TRIES * 2 ** (attempt - 1))
        try:
            request = urllib.request.Request(address, content, headers)
            with urllib.request.urlopen(request, timeout=TIME_LIMIT_SECONDS):
                return True
        except ValueError as error:
            cause = type(error).__name__  # what it says holds the address, which is a secret
            break
        except OSError as error:
            cause = getattr(error, "reason", None) or type(error).__name__
            if isinstance(error, urllib.error.HTTPError) and error.code < 500 and error.code != 429:
                break  # it will say the same again
    logging.getLogger("prefect.zhibiao").warning(
        "the web hook did not take the message (%s); check ZHIBIAO_WEBHOOK", cause
    )
    return False
