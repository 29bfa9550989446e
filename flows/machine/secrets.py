"""Addresses in messages, without what opens them."""

from __future__ import annotations

import re

# A password may hold any mark; all between the scheme and the last @ of the word is taken for it.
_IN_ADDRESS = re.compile(r"(?P<scheme>\b[A-Za-z][\w+.-]*://)(?:(?P<user>[^\s:/@]*):[^\s]*|[^\s/@]+)@")
_NAMED = re.compile(
    r"(?i)(?P<name>\b\w*(?:pass(?:word|wd|file)?|pwd|secret|token|key|signature|sig)\w*\s*(?:=|%3d)\s*)"
    r"(?:'(?:[^'\\]|\\.)*'?|\"(?:[^\"\\]|\\.)*\"?|[^\s&;]+)"
)


def hidden(text: str) -> str:
    """Return `text` with *** for passwords, tokens and keys, in addresses and in `name=value`."""

    def address(found: re.Match[str]) -> str:
        user = f"{found['user']}:" if found["user"] is not None else ""
        return f"{found['scheme']}{user}***@"

    return _NAMED.sub(r"\g<name>***", _IN_ADDRESS.sub(address, text))
