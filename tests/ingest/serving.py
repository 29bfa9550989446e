"""A web server on loopback that answers as a test says, and the source that fetches from it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from flows.ingest.documents import discover, read
from flows.records import Document, Refusal
from flows.settings import Settings

SETTINGS = Settings(fetch=True, fetch_seconds=1.0, fetch_attempts=2, max_file_bytes=200_000)
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_样网</title>
<meta name="PubDate" content="2026-03-27"></head><body><div class="nav"><a href="/">首页</a></div>
<div class="content"><h1>{title}</h1><p>全市规模以上工业增加值比上年增长百分之五，新增企业一千二百家。</p>
<p>市发展改革委表示，项目进展顺利，全年预计完成投资三百亿元，带动就业两万人以上。</p></div></body></html>"""


class Server:
    """A server whose paths answer as a test says, and that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, float, dict[str, str]]] = []
        self.answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append((self.path, time.monotonic(), dict(self.headers)))
                answer = server.answers.get(self.path)
                if answer:
                    answer(self)
                else:
                    self.send_error(404)

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def says(
        self, path: str, body: str | bytes, kind: str = "text/html", status: int = 200, **headers: str
    ) -> None:
        data = body.encode() if isinstance(body, str) else body

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            handler.send_header("Content-Type", kind)
            handler.send_header("Content-Length", str(len(data)))
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(data)

        self.answers[path] = answer

    def count(self, path: str) -> int:
        return sum(asked == path for asked, _, _ in self.asked)


def source(folder: Path, kind: str, *addresses: str, delay: float = 0.0) -> Path:
    folder.mkdir(exist_ok=True)
    lines = [
        f"kind: {kind}",
        "publisher: 样网",
        f"delay_seconds: {delay}",
        f"addresses: {json.dumps(addresses)}",
    ]
    (folder / "source.yaml").write_text("\n".join(lines), encoding="utf-8")
    return folder


def run(folder: Path, settings: Settings = SETTINGS) -> tuple[list[Document], list[Refusal]]:
    documents, refusals = [], []
    for raw in discover([folder], settings):
        for item in [raw] if isinstance(raw, Refusal) else read(raw, settings):
            if isinstance(item, Refusal):
                refusals.append(item)
            else:
                documents.append(item)
    return documents, refusals
