"""Measure the built site, kind by kind: `python -m scripts.tools.audit [--help]`.

Prints medians and the worst page of each kind: what a first visit weighs, packed; where the statement ends; what is
cut; how soon the browser's Python answers, and how an explorer moves on a slow phone; Lighthouse's scores; what the Nu
HTML checker finds; and what axe finds on every page, in both schemes, at two widths.
"""

from __future__ import annotations

import argparse
import platform
from collections.abc import Callable
from datetime import date
from pathlib import Path

from kldiv.version import __version__
from scripts.tools.audits import accessibility, hand, lighthouse, validity
from scripts.tools.audits.kinds import kinds, median, spread
from scripts.tools.audits.looks import SCREENS, Visit, visit
from scripts.tools.browser import chromium, find_chromium
from scripts.tools.serving import served

ROOT = Path(__file__).resolve().parents[2]

#: Where programs are kept that nothing but the audit needs.
PACKAGES = ROOT / ".cache" / "audit"
#: The width at which the length of a page is told.
DESK = 1280
PARTS = ("looks", "hand", "scores", "valid", "axe")
#: What is measured of a visit.
Measure = Callable[[Visit], float]


def middle_and_worst(visits: list[Visit], measure: Measure) -> str:
    """Say the median of a measure, its largest value, and the page that has it."""
    worst = max(visits, key=measure)
    return f"{median(map(measure, visits)):8.0f} {measure(worst):8.0f}  {worst.page}"


def looks(pages: dict[str, list[str]], address: str, most: int) -> None:
    """Print the weight and the looks of some pages of each kind."""
    tables: dict[str, list[str]] = {"kB on a first visit": [], "requests": []}
    tables |= {f"{width} px: foot of the statement, of {height}": [] for width, height in SCREENS}
    tables |= {f"{DESK} px: height of the page": []}
    tables |= {f"{width} px: cut off": [] for width, _ in SCREENS}
    with chromium() as browser:
        for kind, names in pages.items():
            visits = [visit(browser, address, name) for name in spread(names, most)]
            label = f"  {kind:24} {len(visits):3}"
            tables["kB on a first visit"].append(f"{label} {middle_and_worst(visits, lambda v: v.weight / 1000)}")
            tables["requests"].append(f"{label} {middle_and_worst(visits, lambda v: v.requests)}")
            tables[f"{DESK} px: height of the page"].append(
                f"{label} {middle_and_worst(visits, lambda v: v.heights[DESK])}"
            )
            for width, height in SCREENS:
                with_one = [v for v in visits if width in v.feet]
                if with_one:
                    row = middle_and_worst(with_one, lambda v, width=width: v.feet[width])  # type: ignore[misc]
                    tables[f"{width} px: foot of the statement, of {height}"].append(f"{label} {row}")
                row = middle_and_worst(visits, lambda v, width=width: v.cut[width])  # type: ignore[misc]
                tables[f"{width} px: cut off"].append(f"{label} {row}")
    for title, rows in ((title, rows) for title, rows in tables.items() if rows):
        print(f"\n{title}: kind, pages, median, worst")
        print("\n".join(rows))


def at_hand(site: Path, address: str) -> None:
    """Print how soon a reader's click and hand are followed."""
    with chromium() as browser:
        print("\nRun it here: seconds after the click to the first step, to the whole derivation")
        for sooner in hand.first_results(browser, address):
            print(f"  {sooner.visit:24} {sooner.first:6.2f} {sooner.whole:6.2f}")
        print(f"\nExplorers on a phone {hand.SLOWER} times slower: ms a frame, share of late frames, longest ms; page")
        for name, page in hand.explorers(site).items():
            found = hand.pace(browser, address, name, page)
            row = f"{found.typical:6.1f} {found.late:6.1%} {found.longest:6.0f}"
            print(f"  {name:24} {row}  {page}", flush=True)


def scores(pages: dict[str, list[str]], address: str) -> None:
    """Print Lighthouse's scores of the page in the middle of each kind."""
    browser = find_chromium(whole=True)
    assert browser is not None
    print("\nLighthouse: kind, performance, accessibility, best practices, SEO, layout shift, blocking ms; page")
    for kind, names in pages.items():
        name = names[len(names) // 2]
        for desktop in (False, True):
            found = lighthouse.ask(PACKAGES, browser, address + name, desktop)
            row = " ".join(f"{found[category]:4.0f}" for category in lighthouse.CATEGORIES)
            where = "desk" if desktop else "phone"
            print(f"  {kind:24} {where:6} {row}  {found['shift']:6.3f} {found['blocking']:6.0f}  {name}", flush=True)


def faults(pages: dict[str, list[str]], site: Path, most: int) -> int:
    """Print what the HTML checker finds, and return on how many pages."""
    names = [name for kind in pages.values() for name in spread(kind, most)]
    wrong = validity.errors(site, names, PACKAGES)
    print(f"\nNu HTML checker: {len(names)} pages: errors on {len(wrong)}")
    for name, found in wrong.items():
        print(f"  {name}: {found[0]}")
    return len(wrong)


def findings(pages: dict[str, list[str]], address: str, most: int | None) -> int:
    """Print what axe finds, and return on how many pages it finds anything."""
    names = [name for kind in pages.values() for name in kind]
    with chromium() as browser:
        wrong = accessibility.look_at_all(browser, address, names, most)
    looked = len(names[:most])
    print(f"\naxe-core: {looked} pages, light and dark, {accessibility.WIDTHS} px: findings on {len(wrong)}")
    for name, found in wrong.items():
        print(f"  {name}: {found[0]}")
    return len(wrong)


def main() -> int:
    """Measure what is asked for; exit 1 if a fault is found."""
    parser = argparse.ArgumentParser(prog="python -m scripts.tools.audit", description="Measure the built site.")
    parser.add_argument("parts", nargs="*", default=list(PARTS), help="(%(default)s)")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the built site (%(default)s)")
    parser.add_argument("--most", type=int, default=20, help="pages of each kind to look at (%(default)s)")
    parser.add_argument("--axe-most", type=int, help="pages for axe; all if not given")
    options = parser.parse_args()
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"unknown part {min(unknown)!r}; known are {', '.join(PARTS)}")
    size = sum(path.stat().st_size for path in options.site.rglob("*") if path.is_file())
    pages = kinds(options.site)
    print(f"{date.today().isoformat()}, kldiv {__version__}, Python {platform.python_version()}")
    print(f"{sum(map(len, pages.values()))} pages, {size / 1e6:.1f} MB in all")
    wrong = 0
    with served(options.site, "/") as address:
        if "looks" in options.parts:
            looks(pages, address, options.most)
        if "hand" in options.parts:
            at_hand(options.site, address)
        if "scores" in options.parts:
            scores(pages, address)
        if "valid" in options.parts:
            wrong += faults(pages, options.site.resolve(), options.most)
        if "axe" in options.parts:
            wrong += findings(pages, address, options.axe_most)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
