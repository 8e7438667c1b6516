"""Finding a browser, and saying what to do where there is none."""

from __future__ import annotations

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


def test_without_one_it_says_so_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert browser.main() == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "install it, or set CHROMIUM" in said
