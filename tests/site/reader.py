"""Somebody who reads the site in a browser and notes whatever goes wrong."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


class Reader:
    """Opens pages, and listens to the console and to every request."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.troubles: list[str] = []
        self.expected: list[str] = []  # what a test sets out to meet
        self.contexts: list[BrowserContext] = []
        self.host = ""

    def page(self, *, dark: bool = False, phone: bool = False, **options: Any) -> Page:
        """A fresh tab, of a reader who has not been here before."""
        context = self.browser.new_context(
            viewport=PHONE if phone else WIDE,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(30_000)  # a loaded machine is slow
        self.contexts.append(context)
        return self._listening(context.new_page())

    def beside(self, page: Page) -> Page:
        """Another tab of somebody who has been here before."""
        return self._listening(page.context.new_page())

    def _listening(self, page: Page) -> Page:
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self._note(page, f"error: {error}"))
        page.on("request", self._on_request)
        page.on("requestfailed", self._on_failed)
        page.on("response", self._on_response)
        return page

    def visit(self, page: Page, address: str) -> None:
        """Open an address and wait until everything on it is there."""
        self.host = urlsplit(address).netloc
        page.goto(address, wait_until="load")

    def follow(self, page: Page, address: str, destination: str) -> None:
        """Open an address that leads on by itself, and wait until the reader is there."""
        self.host = urlsplit(address).netloc
        page.goto(address, wait_until="commit")
        page.wait_for_url(destination)

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def _note(self, page: Page | None, text: str) -> None:
        if not any(each in text for each in self.expected):
            self.troubles.append(f"{page.url if page else ''}: {text}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._note(message.page, f"console {message.type}: {message.text}")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.netloc != self.host:
            self.troubles.append(f"asked {request.url}, away from {self.host or 'the disk'}")

    def _on_failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # what a reader interrupts by going on is no trouble
            self._note(None, f"{request.url}: {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self._note(None, f"{response.url}: status {response.status}")
