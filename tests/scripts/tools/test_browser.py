"""Finding a browser, and saying what to do where there is none."""

from __future__ import annotations

import os
import shutil

import pytest

from scripts.tools import browser


def test_the_variable_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/opt/my/chromium")
    assert browser.find_chromium() == "/opt/my/chromium"


def test_any_usual_name_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", {"google-chrome": "/usr/bin/google-chrome"}.get)
    assert browser.find_chromium() == "/usr/bin/google-chrome"


def test_the_one_without_windows_is_preferred_but_by_who_needs_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert browser.find_chromium() == f"/usr/bin/{browser.SHELL}"
    assert browser.find_chromium(whole=True) == "/usr/bin/chromium"


@pytest.mark.parametrize(
    ("there", "user", "can", "asked", "code"),
    [
        ({}, 1000, ["chromium"], [browser.SHELL, "chromium"], 0),
        ({}, 1000, [browser.SHELL], [browser.SHELL], 0),
        ({"chromium"}, 0, [], [browser.SHELL], 0),
        ({"chromium"}, 1000, [], [], 0),
        ({browser.SHELL}, 0, [], [], 0),
        ({}, 0, [], [browser.SHELL, "chromium"], 1),
    ],
)
def test_what_is_installed(
    monkeypatch: pytest.MonkeyPatch, there: set[str], user: int, can: list[str], asked: list[str], code: int
) -> None:
    tried: list[str] = []
    there = set(there)

    def install(package: str) -> bool:
        tried.append(package)
        there.update({package} & set(can))
        return package in can

    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: name if name in there else None)
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(browser, "install", install)
    assert browser.main() == code
    assert tried == asked


def test_without_one_it_says_so_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert browser.main() == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "install it, or set CHROMIUM" in said
