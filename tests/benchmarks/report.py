"""Where the figures of a benchmark go: printed, into a file, and into the page of docs/ that shows them."""

from __future__ import annotations

from pathlib import Path


def tell(name: str, text: str, out: Path, into: Path | None = None) -> None:
    """Print a report in Markdown and write it to `out`/`name`.md.

    `into` is a page in which it takes the place of what stands between `<!-- name -->` and `<!-- /name -->`.

    Raises:
        SystemExit: the page has no such place.
    """
    print(text)
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{name}.md").write_text(text, encoding="utf-8")
    print(f"{out / name}.md holds this")
    if into:
        into.write_text(replaced(into.read_text(encoding="utf-8"), name, text), encoding="utf-8")


def replaced(page: str, name: str, text: str) -> str:
    """Return a page with another text in the place called `name`."""
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise SystemExit(f"the page has no place for {name}; put {begin}{end} into it")
    return f"{before}{begin}\n{text}\n{end}{after}"
