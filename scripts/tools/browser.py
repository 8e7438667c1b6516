"""Find Chromium, and install it where that is possible: `python -m scripts.tools.browser`."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from scripts.tools.debian import install

#: Debian's Chromium without windows, menus and tabs: pages are the same, and open in a third of the time.
SHELL = "chromium-headless-shell"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--disable-gpu",
    "--disable-dev-shm-usage",  # small in containers
]


def find_chromium(*, whole: bool = False) -> str | None:
    """Find a Chromium or Chrome on this machine; the variable CHROMIUM decides if it is set.

    Args:
        whole: whether one with windows is preferred.

    Returns:
        Its path; None if there is none.
    """
    names = (*NAMES, SHELL) if whole else (SHELL, *NAMES)
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open a browser; a process can have one at a time.

    Raises:
        RuntimeError: if there is none on this machine.
    """
    path = find_chromium()
    if path is None:
        raise RuntimeError("no Chromium: run `make browser`, or set CHROMIUM to the path of one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


def main() -> int:
    """Make sure that there is a browser, or say in one line what to do."""
    found = find_chromium()
    if found and (os.environ.get("CHROMIUM") or shutil.which(SHELL) or os.geteuid() != 0):
        return 0  # one that takes longer will do where nobody has asked for another
    if found is None:
        print("Installing Chromium for the tests that need a browser")
    if (install(SHELL) or found or install("chromium")) and find_chromium():
        return 0
    print("The tests need Chromium: install it, or set CHROMIUM to the path of one.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
