"""Every published id leads to its place, and what an equation offers can be taken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from kldiv.register.registry import read
from tests.site.reader import Reader
from tests.today import todays

PAGE = "kl/normal-normal.html"
EQUATION = "#eq-normal-normal"


def test_every_id_has_an_address_in_the_site(site: Path) -> None:
    entries = read()
    missing = [name for name, entry in entries.items() if not (site / entry.address / "index.html").is_file()]
    assert missing == []


#: Reads every signpost and every page it leads to, as a browser does; answers with those that lead astray.
FOLLOW = """async ({ base, signposts }) => {
  const pages = new Map();
  const read = (address) => {
    if (!pages.has(address)) {
      pages.set(address, fetch(address).then(async (answer) =>
        answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null));
    }
    return pages.get(address);
  };
  const astray = [];
  const queue = [...signposts];
  const walk = async () => {
    for (let next = queue.pop(); next; next = queue.pop()) {
      const [signpost, place] = next;
      const sign = await read(base + signpost);
      const content = sign?.querySelector("meta[http-equiv=refresh]")?.content ?? "";
      const target = new URL(content.replace(/^0; url=/, ""), base + signpost);
      const page = await read(target.origin + target.pathname);
      const arrived = page?.querySelector("h1") && (!target.hash || page.getElementById(target.hash.slice(1)));
      if (!arrived || target.href !== base + place) astray.push([signpost, target.href]);
    }
  };
  await Promise.all([walk(), walk(), walk(), walk()]);
  return { astray, pages: pages.size };
}"""


def test_every_address_leads_to_its_place(reader: Reader, below_kl: str) -> None:
    tab, entries = reader.page(), todays(list(read().values()), 20)
    reader.visit(tab, below_kl + "reference/data.html")
    signposts = [[entry.address, entry.place] for entry in entries]
    found = tab.evaluate(FOLLOW, {"base": below_kl, "signposts": signposts})
    assert found["astray"] == []
    assert found["pages"] > len(signposts)
    wrong = tab.evaluate(FOLLOW, {"base": below_kl, "signposts": [["id/normal-normal/", "kl/normal-normal.html#no"]]})
    assert len(wrong["astray"]) == 1


@pytest.mark.parametrize("where", todays(["at_root", "below_kl"], 2))
def test_one_address_of_each_kind_is_followed(reader: Reader, where: str, request: pytest.FixtureRequest) -> None:
    address, tab = request.getfixturevalue(where), reader.page()
    firsts = {entry.kind: entry for entry in sorted(read().values(), key=lambda e: e.id, reverse=True)}
    for entry in firsts.values():
        reader.follow(tab, address + entry.address, address + entry.place)


def test_an_address_is_followed_from_disk(reader: Reader, from_disk: str) -> None:
    reader.follow(reader.page(), f"{from_disk}id/eq/normal-normal/index.html", f"{from_disk}{PAGE}{EQUATION}")


@pytest.mark.parametrize("phone", [False, True])
def test_nothing_lies_over_the_heading_that_an_address_leads_to(reader: Reader, below_kl: str, phone: bool) -> None:
    tab = reader.page(phone=phone)
    reader.visit(tab, below_kl + "questions/accuracy.html#other-ways")
    tab.locator(".md-top:not([hidden])").wait_for()
    tab.wait_for_timeout(300)  # it fades in
    heading, button = (tab.locator(part).bounding_box() for part in ("#other-ways", ".md-top"))
    assert heading
    assert button
    assert heading["y"] + heading["height"] < button["y"] < tab.viewport_size["height"] - button["height"]


def test_the_menu_of_an_equation(reader: Reader, below_kl: str) -> None:
    tab = reader.page(permissions=["clipboard-read", "clipboard-write"])
    reader.visit(tab, below_kl + PAGE)
    opener, panel = tab.locator(f"{EQUATION} .equation-more"), tab.locator(f"{EQUATION} .equation-panel")
    wanted = {
        "Copy link": below_kl + "id/eq/normal-normal/",
        "Copy LaTeX": r"\sigma_p",
        "Copy SymPy": "Symbol('sigma_p', positive=True)",
        "Copy MathML": "<math ",
        "Cite (BibTeX)": "@misc{kldiv-eq-normal-normal",
    }
    for name, part in wanted.items():
        opener.focus()
        tab.keyboard.press("Enter")
        panel.get_by_text(name, exact=True).click()
        panel.get_by_text("Copied", exact=True).first.wait_for()
        assert part in tab.evaluate("navigator.clipboard.readText()")
        panel.wait_for(state="hidden")  # what was wanted is copied
    tab.keyboard.press("Enter")
    assert panel.is_visible()
    tab.keyboard.press("Escape")
    assert not panel.is_visible()
    assert tab.evaluate("document.activeElement.className.includes('equation-more')")


def test_the_menu_opens_by_touch(reader: Reader, below_kl: str) -> None:
    tab = reader.page(phone=True)
    reader.visit(tab, below_kl + PAGE)
    tab.locator(f"{EQUATION} .equation-more").click()
    assert tab.locator(f"{EQUATION} .equation-panel").is_visible()
    tab.locator("h1").click()
    assert not tab.locator(f"{EQUATION} .equation-panel").is_visible()


def test_the_published_catalogue_follows_its_published_schema(site: Path) -> None:
    data, schema = (
        json.loads((site / "data" / name).read_text(encoding="utf-8"))
        for name in ("catalogue.json", "catalogue.schema.json")
    )
    assert [error.message[:200] for error in Draft202012Validator(schema).iter_errors(data)] == []
    addresses = {entry.address for entry in read().values()}
    assert {entry["address"] for entry in data["entries"]} <= addresses
    assert (site / "objects.inv").read_bytes().startswith(b"# Sphinx inventory version 2\n")
