"""Pictures of a catalogue: `python -m tests.publish.screenshots output/latest pictures`."""

from __future__ import annotations

import argparse
import base64
from pathlib import Path

from tests.publish import browser
from tests.publish.browser import Page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("release", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    address = (options.release / "index.html").resolve().as_uri()
    with browser.browse() as page:
        page.scheme("light")
        page.resize(1280, 900)
        page.open(address)
        shoot(page, options.folder / "desktop.png", whole=True)
        page.resize(390, 844)
        page.open(address)
        shoot(page, options.folder / "phone.png", whole=True)
        page.resize(1280, 900)
        page.scheme("dark")
        page.open(address)
        shoot(page, options.folder / "dark.png", whole=True)
        page.scheme("light")
        page.open(f"{address}#year=2030&sort=goal&down=1")
        shoot(page, options.folder / "filtered.png")
        page.run("document.querySelector('#body .name').click()")
        shoot(page, options.folder / "evidence.png")


def shoot(page: Page, path: Path, *, whole: bool = False) -> None:
    picture = page.call("Page.captureScreenshot", captureBeyondViewport=whole)
    path.write_bytes(base64.b64decode(picture["data"]))
    print(path)


if __name__ == "__main__":
    main()
