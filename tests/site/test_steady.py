"""Nothing moves under the reader's eyes while a page arrives."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.tools.audits.kinds import kinds
from tests.site.reader import Reader
from tests.today import TODAY, todays

#: What Lighthouse calls a good cumulative layout shift. A quiet machine shows a tenth of it; on a loaded one typefaces
#: come late, and a line that breaks otherwise moves what is below it.
ALLOWED = 0.1
#: First visits that a page has: a machine that is busy just then makes typefaces late; a jump of the page's own is
#: there each time.
VISITS = 5

#: Adds up what moves, as the browser sees it.
WATCH = """
window.moved = [];
new PerformanceObserver((list) => {
  const text = (entry) => entry.sources[0]?.node?.textContent.trim().slice(0, 40);
  for (const entry of list.getEntries()) moved.push([entry.value, text(entry)]);
}).observe({ type: "layout-shift", buffered: true });
"""

#: Rest until what comes late has come.
SETTLE = "new Promise((done) => document.fonts.ready.then(() => setTimeout(done, 400)))"


@pytest.mark.parametrize("phone", todays([False, True], 2))
def test_one_page_of_each_kind_stands_still(reader: Reader, site: Path, at_root: str, phone: bool) -> None:
    wrong, found = {}, kinds(site)
    for names in found.values():
        name = names[TODAY // 2 % len(names)]
        for _ in range(VISITS):
            tab = reader.page(phone=phone)
            tab.add_init_script(WATCH)
            reader.visit(tab, at_root + name)
            tab.evaluate(SETTLE)
            moved = tab.evaluate("moved")
            if sum(value for value, _ in moved) < ALLOWED:
                break
        else:
            wrong[name] = moved
    assert len(found) > 10
    assert wrong == {}


def test_the_switch_that_a_script_adds_moves_nothing(reader: Reader, at_root: str) -> None:
    tab = reader.page(phone=True)
    reader.visit(tab, at_root + "examples/source-post.html")
    heights = "['.reading-time', '.arithmetic-switch'].map((name) => document.querySelector(name).offsetHeight)"
    line, switch = tab.evaluate(heights)
    tab.evaluate("document.querySelector('.arithmetic-switch').remove()")
    assert switch > 0
    assert tab.evaluate("document.querySelector('.reading-time').offsetHeight") == line


def test_what_moves_is_seen(reader: Reader, at_root: str) -> None:
    tab = reader.page()
    tab.add_init_script(WATCH)
    reader.visit(tab, at_root + "index.html")
    tab.evaluate(
        "document.querySelector('article').prepend(Object.assign(document.createElement('p'), {style: 'height: 9em'}))"
    )
    tab.evaluate(SETTLE)
    assert sum(value for value, _ in tab.evaluate("moved")) > ALLOWED
