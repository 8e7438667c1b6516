"""What every test runs under: nothing is skipped, and Hypothesis draws the same examples every time."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

import tests.today  # noqa: F401  settles the day before the processes part
from kldiv.entries import catalogue
from scripts.tools.browser import chromium

# Expressions are many and hold no reference cycles: to look for these more rarely spares a tenth of the time.
gc.set_threshold(100_000, 50, 100)

settings.register_profile(
    "kldiv",
    derandomize=True,  # the same sources give the same verdict, here and in CI
    deadline=None,  # symbolic work has no steady pace
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("kldiv")

pytest_plugins = ["pytester"]

#: Tests that send hundreds of derivations down the same roads. Tracing nearly doubles the time of such work, so
#: coverage pauses there: it is measured over the others, and says what they reach.
WELL_TRODDEN = {
    *("test_catalogue.py", "test_identities.py", "test_mutation.py", "test_pairs.py", "test_registry.py"),
    *("test_statements.py", "test_univariate.py"),
}
#: Tests that need the whole catalogue derived: one process does it for all of them.
WHOLE = {"test_registry.py", "test_bibliography.py", "test_libraries.py", "test_statements.py", "test_catalogue.py"}
#: Tests of what stands around the package.
AROUND = {"scripts", "site"}
#: The formulas that were derived before tests were collected.
DERIVED = pytest.StashKey[frozenset[str]]()
#: How coverage reaches the processes that a test starts.
TRACED = "COVERAGE_PROCESS_CONFIG"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process that need one."""
    with chromium() as one:
        yield one


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One worker more than processors: the one that drives the browser waits for it half of the time."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pause coverage where it costs much and finds no new line of the package."""
    here = Path(__file__).parent
    for item in items:
        around = item.path.is_relative_to(here) and item.path.relative_to(here).parts[0] in AROUND
        if item.path.name in WHOLE and not around:
            item.add_marker(pytest.mark.xdist_group("catalogue"))
        if "all_numbers" in getattr(item, "fixturenames", ()):  # a quarter of a minute to compute
            item.add_marker(pytest.mark.xdist_group("numbers"))
        if around or item.path.name in WELL_TRODDEN:
            item.add_marker(pytest.mark.no_cover)


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Note what is derived before tests are collected: nothing, but in a session that a test starts."""
    session.config.stash[DERIVED] = frozenset(catalogue()._made)


@pytest.hookimpl(tryfirst=True)  # xdist goes on otherwise, and loses what is said
def pytest_collection_finish(session: pytest.Session) -> None:
    """Refuse what every process would do again: to derive of the catalogue, and to share one group's work."""
    early = sorted(catalogue()._made.keys() - session.config.stash[DERIVED])
    if early:
        raise RuntimeError(f"collecting the tests derived {', '.join(early[:3])} ({len(early)} in all)")
    if not hasattr(session.config, "workerinput") or not session.config.getoption("loadgroup", default=False):
        return
    for item in session.items:
        mark = item.get_closest_marker("xdist_group")
        if mark is not None and not item.nodeid.endswith(f"@{mark.args[0]}"):
            raise RuntimeError(f"{item.nodeid} would not run beside the others of its group, {mark.args[0]!r}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Pause it in the processes that such a test starts, as well."""
    settings_kept = os.environ.pop(TRACED, None) if item.get_closest_marker("no_cover") else None
    try:
        return (yield)
    finally:
        if settings_kept is not None:
            os.environ[TRACED] = settings_kept


def _fail_if_skipped(report: Any) -> None:
    """A test that did not run has shown nothing: count it as failed."""
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which counts as a failure here: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Look at each test's report."""
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Look at each file's report: a whole module can be skipped as well."""
    report = yield
    _fail_if_skipped(report)
    return report
