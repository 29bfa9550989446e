"""Breaks records, settings and what earlier runs noted at random, and runs on what came of it.

    python -m tests.fuzz [SECONDS]

Broken records cost themselves, broken settings one line, broken state nothing. What breaks the bytes
of files of every format stands in tests.ingest.fuzz.
"""

from __future__ import annotations

import copy
import json
import math
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import yaml

from flows import settings
from flows.ingest.documents import discover, parse, read
from flows.records import Document, Refusal
from tests import plain

TEXT = "到2030年，全市建成智能工厂1000家以上，上年增长5%。"
RECORD = {
    "document_id": "a-1",
    "title": "标题",
    "text": TEXT,
    "published_on": "2026-03-27",
    "publisher": "某日报",
    "url": "https://example.org/a",
    "region": "天津市",
    "authors": ["张三", "李四"],
    "licence": "CC-BY-4.0",
}
SOURCE = {
    "publisher": "某日报",
    "region": "天津市",
    "licence": "CC-BY-4.0",
    "kind": "files",
    "published_on": "2026-03-27",
    "furniture": "remove",
    "addresses": ["https://example.org/feed"],
    "delay_seconds": 2.0,
}
STATE = (
    ".work/read/*.json",
    ".work/finished.json",
    ".work/batches/*/*/done.json",
    ".work/batches/*/*/metrics.parquet",
    "index.json",
    "releases/*/release.json",
)
ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 7, 10**40, 1.5, math.inf, math.nan, [], {}, [[[]]], {"a": {}}, ["x"] * 99),
    *("", "x", "\ud800", "\0", "\u202e", "\n", "²", "9" * 5000, "长" * 30_000, "[" * 3000),
    *("2026-02-30", "9999-12-31", "0001-01-01", "../../x", "/dev/zero", "=1+1", "1e999", ".inf", "!!int x"),
    *("javascript:alert(1)", "file:///etc/passwd", "http://[::1", "<script>alert(1)</script>", "&a [*a]"),
)


@dataclass
class Tally:
    """How many were broken, and what came of them."""

    tried: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)


def mutated(content: Any, rng: random.Random) -> Any:
    """Return a copy in which one to three values are others, gone, or joined by others."""
    content = json.loads(json.dumps(content))
    for _ in range(rng.choice((1, 1, 2, 3))):
        places = list(_places(content))
        if not places:
            return _odd(rng)
        holder, key = rng.choice(places)
        match rng.randrange(4):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, dict):
                holder[str(_odd(rng))[:50]] = _odd(rng)
            case 2 if isinstance(holder[key], str):
                at = rng.randrange(len(holder[key]) + 1)
                holder[key] = f"{holder[key][:at]}{_odd(rng)}{holder[key][at:]}"
            case _:
                holder[key] = _odd(rng)
    return content


def _odd(rng: random.Random) -> Any:
    """Return an odd value of its own: one that stood in two places could be put into itself."""
    return copy.deepcopy(rng.choice(ODD))


def _places(content: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(content, dict | list):
        for key in list(content) if isinstance(content, dict) else range(len(content)):
            yield content, key
            yield from _places(content[key])


def cut(data: bytes, rng: random.Random) -> bytes:
    """Return bytes that end early, hold others in their midst, or are none."""
    at = rng.randrange(len(data) + 1)
    return rng.choice((b"", data[:at], data[:at] + rng.randbytes(3) + data[at:], b"\xff\xfe" + data))


def records(folder: Path, rng: random.Random, tally: Tally) -> None:
    """Run on fifty broken records beside a good one, which is to be published whatever they say."""
    lines = [json.dumps(mutated(RECORD | {"document_id": f"a-{n}"}, rng)).encode() for n in range(50)]
    lines = [cut(line, rng).replace(b"\n", b"") if rng.random() < 0.1 else line for line in lines]
    for line in lines:
        found = parse(line.decode("utf-8", "surrogateescape"))
        tally.outcomes["record refused" if isinstance(found, Refusal) else "record read"] += 1
    raw = plain.write(folder / "raw", {"good": TEXT}, "good.jsonl")
    (raw / "bad.jsonl").write_bytes(b"\n".join(lines))
    outcome = plain.run(raw, folder / "output")
    published = (folder / "output" / "latest" / "documents.csv").read_text(encoding="utf-8")
    assert "\ngood," in published or '\n"good",' in published
    assert all(str(refusal).isprintable() for refusal in outcome.run.refusals)
    for path in (folder / "output" / "latest").glob("*.csv"):
        assert "\0" not in path.read_text(encoding="utf-8"), path
    tally.tried += len(lines)


def sources(folder: Path, rng: random.Random, tally: Tally) -> None:
    """Read a good folder beside one whose source.yaml, or front matter, is broken."""
    (folder / "good").mkdir(parents=True)
    (folder / "bad").mkdir()
    (folder / "good" / "good.txt").write_text(TEXT * 3, encoding="utf-8")
    said = yaml.dump(mutated(SOURCE, rng), allow_unicode=True).encode("utf-8", "surrogatepass")
    said = cut(said, rng) if rng.random() < 0.3 else said
    if rng.random() < 0.5:
        (folder / "bad" / "source.yaml").write_bytes(said)
        (folder / "bad" / "bad.txt").write_text(TEXT * 3, encoding="utf-8")
    else:
        (folder / "bad" / "bad.md").write_bytes(b"---\n" + said + b"\n---\n" + (TEXT * 3).encode())
    items = [
        item for raw in discover([folder]) for item in ([raw] if isinstance(raw, Refusal) else read(raw))
    ]
    assert "good/good.txt" in {item.raw_path for item in items if isinstance(item, Document)}
    for item in items:
        assert isinstance(item, Document) or str(item).isprintable(), item
        tally.outcomes["source refused" if isinstance(item, Refusal) else "source read"] += 1
    tally.tried += 1


def environment(folder: Path, rng: random.Random, tally: Tally) -> None:
    """Read the settings from an environment that says anything."""
    names = rng.sample(sorted(settings.Settings.model_fields), rng.choice((1, 1, 2)))
    odd = {f"ZHIBIAO_{name.upper()}": str(rng.choice(ODD)).replace("\0", "")[:9000] for name in names}
    odd = {name: value.encode("utf-8", "replace").decode() for name, value in odd.items()}
    with mock.patch.dict(os.environ, odd):
        said = _settings_or_line(folder)
    if said is not None:
        assert said.isprintable(), odd
        assert any(name in said or name[8:].lower() in said for name in odd), (odd, said)
    tally.outcomes["settings read" if said is None else "settings refused"] += 1
    tally.tried += 1


def _settings_or_line(folder: Path) -> str | None:
    try:
        settings.read(output=folder / "output")
    except settings.BadSetting as error:
        return str(error)
    return None


def state(folder: Path, rng: random.Random, tally: Tally) -> None:
    """Run once, break what the run noted, run on one more document: the same comes out as without."""
    raw, output = folder / "raw", folder / "output"
    whole = plain.write(raw, {"a": TEXT, "b": TEXT.replace("5", "6")})
    plain.run(whole, output)
    if more := rng.random() < 0.5:
        plain.write(raw, {"c": TEXT.replace("5", "7")}, "more.jsonl")
    for path in (rng.choice(sorted(output.glob(pattern))) for pattern in rng.sample(STATE, 2)):
        content = path.read_bytes()
        if path.suffix == ".json" and rng.random() < 0.7:
            path.write_bytes(json.dumps(mutated(json.loads(content), rng)).encode())
        else:
            path.write_bytes(cut(content, rng))
        tally.outcomes[f"broken {path.name if path.name != path.parent.name else path.parent}"] += 1
    outcome = plain.run(raw, output)
    assert outcome.run.documents == 2 + more
    assert not outcome.run.refusals
    assert (output / "latest").resolve() == outcome.release.folder.resolve()
    index = json.loads((output / "index.json").read_text(encoding="utf-8"), parse_constant=_none_allowed)
    assert index["latest"] == outcome.release.version
    tally.tried += 2


def _none_allowed(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


KINDS: dict[str, Callable[[Path, random.Random, Tally], None]] = {
    "records": records,
    "sources": sources,
    "environment": environment,
    "state": state,
}


def fuzz(kind: str, *, turns: int | None = None, seconds: float = 0.0, seed: int = 0) -> Tally:
    """Break so many times, or for so long; an error that comes out names its seed and turn."""
    tally, begin, turn = Tally(), time.monotonic(), 0
    while turn < turns if turns is not None else time.monotonic() - begin < seconds:
        folder = Path(tempfile.mkdtemp(prefix="zhibiao-fuzz-"))
        try:
            KINDS[kind](folder, random.Random(f"{seed} {turn}"), tally)
        except Exception as error:
            error.add_note(f"fuzz({kind!r}, seed={seed}), turn {turn}")
            raise
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        turn += 1
    return tally


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    seed = int(time.time())
    for kind in KINDS:
        tally = fuzz(kind, seconds=seconds / len(KINDS), seed=seed)
        came = ", ".join(f"{name} {count:,}" for name, count in sorted(tally.outcomes.items()))
        print(f"{kind}: {tally.tried:,} broken, seed {seed}, no failure ({came})", flush=True)


if __name__ == "__main__":
    main()
