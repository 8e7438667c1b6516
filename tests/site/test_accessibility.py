"""axe-core's verdict on a sample of the pages, in both schemes and on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.site.reader import Reader

GRAVE = {"serious", "critical"}


#: What another scheme or another width may spoil, where all else has been looked at already.
BY_LOOK = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size", "meta-viewport"]


def violations(tab: object, rules: list[str] | None = None) -> list[str]:
    """Each grave finding: its rule, and the first places where it was found."""
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules is not None:
        options["runOnly"] = {"type": "rule", "values": rules}
    found = Axe().run(tab, options=options).response["violations"]
    return [
        f"{finding['id']}: {[node['target'] for node in finding['nodes'][:3]]}"
        for finding in found
        if finding["impact"] in GRAVE
    ]


@pytest.mark.parametrize(("dark", "phone"), [(False, False), (True, True)], ids=["light", "dark-phone"])
def test_no_grave_finding(reader: Reader, at_root: str, sample: list[str], dark: bool, phone: bool) -> None:
    tab, found = reader.page(dark=dark, phone=phone), {}
    for name in sample:
        reader.visit(tab, at_root + name)
        found[name] = violations(tab, BY_LOOK if dark else None)
    assert {name: what for name, what in found.items() if what} == {}


def test_axe_would_find_something(reader: Reader, at_root: str) -> None:
    tab = reader.page()
    reader.visit(tab, at_root + "index.html")
    tab.evaluate("document.querySelector('article').append(document.createElement('button'))")
    assert any(what.startswith("button-name") for what in violations(tab))
