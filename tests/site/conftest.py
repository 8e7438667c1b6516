"""The built site, two servers, a reader."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from scripts.tools.serving import served
from tests.site.reader import Reader
from tests.today import todays

ROOT = Path(__file__).resolve().parents[2]

#: Where things are clicked, typed and dragged: about half of the time.
BY_HAND = {
    *("test_explorers.py", "test_explorers_one_by_one.py", "test_explorer_near.py", "test_picker.py", "test_matrix.py"),
    *("test_run_here.py", "test_two_clicks.py", "test_search.py", "test_learning.py", "test_missing.py"),
}


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that look at the site, in two workers, each with one browser for all of its own."""
    here = Path(__file__).parent
    items.sort(key=lambda item: here not in item.path.parents)
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("hand" if item.path.name in BY_HAND else "site"))


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the site, built if it is out of date; the build refuses dead links, doubled ids and leftovers."""
    command = [sys.executable, "-m", "scripts.build"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.fail(f"the site could not be built:\n{done.stdout}{done.stderr}", pytrace=False)
    return ROOT / "site"


@pytest.fixture(scope="session")
def pages(site: Path) -> list[str]:
    """Every page of the site, by its path; the signposts in id/, which lead on at once, are none."""
    names = (path.relative_to(site) for path in site.rglob("*.html") if path.name != "404.html")
    return [name.as_posix() for name in sorted(names, key=lambda name: (name.parent, name)) if name.parts[0] != "id"]


@pytest.fixture(scope="session")
def many(pages: list[str]) -> list[str]:
    """For what a browser must be asked: every page, but of a large folder four, spread evenly, each day others."""
    folders = (list(kind) for _, kind in itertools.groupby(pages, key=lambda page: page.rpartition("/")[0]))
    return [page for folder in folders for page in todays(folder, max(1, len(folder) // 4))]


@pytest.fixture(scope="session")
def sample(site: Path, pages: list[str]) -> list[str]:
    """For what is too slow to try on every page: the longest and the shortest of each folder."""
    kinds: dict[str, list[str]] = {}
    for page in sorted(pages, key=lambda page: (site / page).stat().st_size):
        kinds.setdefault(page.rpartition("/")[0], []).append(page)
    return sorted({page for kind in kinds.values() for page in (kind[0], kind[-1])})


@pytest.fixture(scope="session")
def at_root(site: Path) -> Iterator[str]:
    """The address of the site where it is the whole of a host."""
    with served(site, "/") as address:
        yield address


@pytest.fixture(scope="session")
def below_kl(site: Path) -> Iterator[str]:
    """The address of the site where it lies in a folder of a host."""
    with served(site, "/kl/") as address:
        yield address


@pytest.fixture(scope="session")
def from_disk(site: Path) -> str:
    """The address of the site opened from disk."""
    return f"{site.as_uri()}/"


@pytest.fixture
def reader(browser: Browser) -> Iterator[Reader]:
    """A reader who notes everything that goes wrong; whatever it was, the test fails for it at the end."""
    one = Reader(browser)
    yield one
    one.close()
    assert one.troubles == []
