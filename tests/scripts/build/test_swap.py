"""Putting folders and files in place."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.build import swap
from scripts.build.swap import mirror, remove, swap_in


def folder(path: Path, **files: str) -> Path:
    path.mkdir(parents=True)
    for name, text in files.items():
        (path / name).write_text(text)
    return path


@pytest.mark.parametrize("exchange", [True, False], ids=["in one call", "in two moves"])
def test_swap_replaces_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool) -> None:
    if not exchange:
        monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    place = tmp_path / "site"
    swap_in(folder(tmp_path / "first", a="1"), place)
    assert (place / "a").read_text() == "1"
    swap_in(folder(tmp_path / "second", b="2"), place)
    assert [path.name for path in place.iterdir()] == ["b"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_swap_that_fails_puts_the_old_folder_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    place = folder(tmp_path / "site", a="1")
    with pytest.raises(FileNotFoundError):
        swap_in(tmp_path / "missing", place)
    assert (place / "a").read_text() == "1"


def test_mirror_touches_only_what_changed(tmp_path: Path) -> None:
    target = folder(tmp_path / "target", same="1", other="2", gone="3", mine="4")
    stamp = (target / "same").stat().st_mtime_ns
    names = mirror(folder(tmp_path / "new", same="1", other="5"), target, ["same", "other", "gone"])
    assert names == ["other", "same"]
    contents = {path.name: path.read_text() for path in target.iterdir()}
    assert contents == {"same": "1", "other": "5", "mine": "4"}
    assert (target / "same").stat().st_mtime_ns == stamp


def test_remove_takes_empty_folders_along(tmp_path: Path) -> None:
    folder(tmp_path / "a" / "b", c="1")
    folder(tmp_path / "a" / "d", e="1")
    remove(tmp_path, ["a/b/c", "a/b/never-there"])
    assert sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*")) == ["a", "a/d", "a/d/e"]
