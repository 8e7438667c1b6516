"""Check a built site on disk, without a browser: `python -m scripts.tools.check_site FOLDER`.

Every link inside the site leads somewhere, from any folder or address the site may be put at; nothing is
loaded from elsewhere; no notation of the sources is left in what readers see.
"""

from __future__ import annotations

import argparse
import json
import posixpath
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

# Elements whose text is meant to show TeX, code or data.
VERBATIM = {"script", "style", "code", "pre", "annotation", "textarea", "template", "title"}
LEFTOVERS = {
    "a number's name": re.compile(r"\[\[n:"),
    "a figure's name": re.compile(r"\[\[figure:"),
    "a citation": re.compile(r"\[@[a-z]"),
    "a fragment's name": re.compile(r"-{2,}8<-{2,}"),
    "raw TeX": re.compile(r"\$\$|\\[(\[]|\\(?:eqref|label|frac|KL|operatorname|begin)\b|\$(?=\S)[^$\n]*(?<=\S)\$"),
    "a mark of the renderer": re.compile(r"[\x02\x03]"),
    "an unread fold": re.compile(r"^\?\?\?\+? "),
    "an unread attribute list": re.compile(r"\{:? ?#[\w-]+ ?\}"),
}
LOADED = {
    "script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src",
    "embed": "src", "object": "data", "track": "src",
}  # fmt: skip
POINTS_ONLY = {"canonical", "alternate", "license", "author", "me", "next", "prev", "help"}
_TARGETS: Any = etree.XPath("//a/@href | //area/@href")
_SEVERAL: Any = etree.XPath("//@srcset")
_IDS: Any = etree.XPath("//@id")
_NAMES: Any = etree.XPath("//a/@name")
_REFUSED: Any = etree.XPath("//*[contains(@class, 'math-error')]")
# What nobody may copy: an address that is nobody's, and a line for pip that was not filled in.
PLACEHOLDER = re.compile(rb"://[\w.-]+\.(?:example|invalid|test)\b|\[\[n:install\.")
#: The script that the page for what is missing asks for by several addresses: it does not know how deep it is.
MISSING = "missing.js"
COPIED = {".html", ".json", ".csv", ".bib", ".py", ".ipynb", ".txt", ".xml"}
CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")


@dataclass
class Page:
    """What one page offers and what it asks for."""

    name: str
    title: str = ""
    ids: set[str] = field(default_factory=set)
    links: list[tuple[str, bool]] = field(default_factory=list)  # address, whether it is loaded with the page
    problems: list[str] = field(default_factory=list)


def addresses(tree: Any) -> Iterator[tuple[str, bool]]:
    """The addresses that a page names, and whether what is there is loaded with it."""
    for element in tree.iter("link"):
        yield element.get("href") or "", not POINTS_ONLY.intersection((element.get("rel") or "").split())
    for element in tree.iter(*LOADED):
        if address := element.get(LOADED[str(element.tag)]):
            yield address, True
    for address in _TARGETS(tree):
        yield str(address), False
    for several in _SEVERAL(tree):
        yield from ((part.split()[0], True) for part in str(several).split(",") if part.strip())


def texts(body: Any) -> Iterator[str]:
    """The texts that a reader sees; what is not for reading is taken out of the tree."""
    etree.strip_elements(body, *VERBATIM, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    yield from body.itertext()


def search_places(known: Any) -> Iterator[str]:
    """Every place that the search can lead to: pages, their sections, pairs."""
    for page in known["pages"]:
        yield from (page["url"] + (f"#{anchor}" if anchor else "") for anchor, _, _ in page["parts"])
    for (p, *_), row in zip(known["names"], known["pairs"], strict=True):
        for number, kind, *_ in row:
            pair = f"{p}-{known['names'][number][0]}"
            yield f"distributions/{p}.html#{pair}" if kind == 1 else f"kl/{pair}.html"


def read_page(path: Path, name: str) -> Page:
    """Read a page and note what is wrong with it by itself."""
    page = Page(name)
    tree: Any = etree.parse(str(path), etree.HTMLParser()).getroot()
    if tree is None:
        page.problems.append("is empty")
        return page
    page.title = (tree.findtext(".//title") or "").strip()
    found = Counter(map(str, _IDS(tree)))
    page.ids = {*found, *map(str, _NAMES(tree))}
    page.problems += [f"has the id {name} {times} times" for name, times in found.items() if times > 1]
    page.links += addresses(tree)
    for image in tree.iter("img"):
        if image.get("alt") is None:
            page.problems.append(f"shows {image.get('src')} without a description")
    for refused in _REFUSED(tree):
        page.problems.append(f"has a formula that Temml refused: {''.join(refused.itertext())[:80]}")
    if not page.title:
        page.problems.append("has no title")
    if not tree.get("lang"):
        page.problems.append("does not say its language")
    headings = sum(1 for _ in tree.iter("h1"))
    if headings != 1:
        page.problems.append(f"has {headings} first-level headings")
    body = tree.find("body")
    for text in texts(body) if body is not None else ():
        for what, pattern in LEFTOVERS.items():
            match = pattern.search(text)
            if match:
                around = text[max(0, match.start() - 20) : match.end() + 40].strip()
                page.problems.append(f"shows {what}: {around!r}")
    return page


class Site:
    """A built site, read once."""

    def __init__(self, folder: Path) -> None:
        """Read every page below `folder`."""
        self.folder = folder
        self.files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        names = sorted(name for name in self.files if name.endswith(".html"))
        self.pages = {name: read_page(folder / name, name) for name in names}
        self.links = 0

    def target(self, source: str, address: str) -> str | None:
        """The file that a relative address in `source` names, or None."""
        parts = [] if address.startswith("/") else source.split("/")[:-1]
        for part in address.split("/"):
            if part == "..":
                if not parts:
                    return None  # above the site: it works from one place only
                parts.pop()
            elif part not in {"", "."}:
                parts.append(part)
        name = "/".join(parts)
        if name in self.files:
            return name
        index = f"{name}/index.html".lstrip("/")
        return index if address.endswith("/") and index in self.files else None

    def link_problem(self, source: str, address: str, loaded: bool) -> str | None:
        """What is wrong with one address in `source`, or None."""
        parts = urlsplit(address.strip())
        if parts.scheme or parts.netloc:
            elsewhere = parts.scheme not in {"data", "mailto", "javascript"}
            return f"loads {address} from elsewhere" if loaded and elsewhere else None
        self.links += 1
        if source == "404.html" and parts.path.rpartition("/")[2] == MISSING:
            return None if MISSING in self.files else f"asks for {MISSING}, which does not exist"
        path, fragment = unquote(parts.path), unquote(parts.fragment)
        if path.startswith("/"):
            if source != "404.html":
                return f"links to {address}, which works only at the root of a host"
            while path and self.target(source, path) is None:  # its links hold the whole path below the host
                path = re.sub(r"^/[^/]*", "", path)
            return None if path else f"links to {address}, which does not exist"
        name = self.target(source, path) if path else source
        if name is None:
            return f"links to {address}, which does not exist"
        if fragment and name in self.pages and fragment not in self.pages[name].ids | {"__search"}:
            return f"links to {address}, but {name} has no such place"
        return None

    def search_problems(self) -> Iterator[str]:
        """What is wrong with the places that the search leads to."""
        loaded = {posixpath.basename(address) for page in self.pages.values() for address, _ in page.links}
        if "search.js" not in loaded:
            return  # a site without a search
        words = self.folder / "search" / "data.js"
        if not words.is_file():
            yield "search/data.js: is missing"
            return
        known = json.loads(words.read_text(encoding="utf-8").partition("kldivSearch.data = ")[2].rstrip(";\n"))
        for place in search_places(known):
            problem = self.link_problem("index.html", place, False)
            if problem:
                yield f"search/data.js: {problem}"

    def problems(self) -> Iterator[str]:
        """Everything that is wrong, a line each."""
        for page in self.pages.values():
            yield from (f"{page.name}: {problem}" for problem in page.problems)
            for address, loaded in dict.fromkeys(page.links):
                problem = self.link_problem(page.name, address, loaded)
                if problem:
                    yield f"{page.name}: {problem}"
        for name in sorted(self.files):
            if name.endswith(".css"):
                for groups in CSS_URL.findall((self.folder / name).read_text(encoding="utf-8")):
                    problem = self.link_problem(name, groups[0] or groups[1], True)
                    if problem:
                        yield f"{name}: {problem}"
            if Path(name).suffix in COPIED and (found := PLACEHOLDER.search((self.folder / name).read_bytes())):
                yield f"{name}: holds a placeholder: {found.group().decode()}"
        titles = Counter(page.title for name, page in self.pages.items() if name != "404.html")
        yield from (f"{times} pages have the title {title!r}" for title, times in titles.items() if times > 1)
        yield from self.search_problems()


def main() -> int:
    """Print each problem; exit 1 if there is one."""
    parser = argparse.ArgumentParser(description="Check a built site on disk.")
    parser.add_argument("folder", type=Path)
    site = Site(parser.parse_args().folder)
    problems = list(dict.fromkeys(site.problems()))
    if not site.pages:
        problems.append("there is no page at all")
    for problem in problems:
        print(problem)
    print(f"checked {len(site.pages)} pages and {site.links} links: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
