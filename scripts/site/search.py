"""The site's own search: what its two files hold.

``search/engine.js`` is MiniSearch, a stemmer and `searching/`; ``search/data.js`` holds the words of every page. Both
are scripts, not data to be fetched, because a page that is read from disk may load scripts and nothing else. They are
loaded when a reader turns to the search box, and not before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kldiv.distributions.base import Distribution
from scripts.site import search_pairs
from scripts.site.search_text import Section, sections

HERE = Path(__file__).parent
ENGINE, DATA = "search/engine.js", "search/data.js"
#: What the theme brings for a search of its own: its worker, and its stemmers for thirty languages.
OF_THE_THEME = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
#: What a group of hits is called, by the folder of its pages.
KINDS = {
    "learn": "Learn",
    "questions": "Questions",
    "kl": "Formulas",
    "distributions": "Distributions",
    "identities": "Identities",
    "notebooks": "Worked examples",
    "examples": "Worked examples",
    "reference": "Reference",
}
#: The pages at the top, which lie in no folder.
TOP = {"index.html": "Learn", "matrix.html": "Formulas", "formula-sheet.html": "Formulas"}
#: Of these pages the sections are found by their names; what they say is much alike.
BY_NAME = (
    "distributions/",
    "identities/index.",
    "reference/api-distributions.",
    "reference/lemmas.",
    "reference/rules.",
    "reference/theorems.",
    "reference/without-source.",
)
_BEGIN = "var kldivSearch = globalThis.kldivSearch ?? {};"
#: The site's own part of the engine, in the order in which it is read.
PARTS = ("words.js", "names.js", "rank.js")
#: Comments that begin a line, and the space before what begins one.
_COMMENTS = re.compile(r"^[ \t]*(?:/\*.*?\*/|//[^\n]*)[ \t]*\n", re.DOTALL | re.MULTILINE)
_INDENTED = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)


@dataclass(frozen=True)
class Source:
    """A page as the build knows it."""

    url: str
    title: str
    content: str
    meta: Mapping[str, Any]


def words() -> dict[str, Any]:
    """Read what the search is told of words: which say nothing, and which say the same."""
    told: dict[str, Any] = json.loads((HERE / "search_words.json").read_text(encoding="utf-8"))
    return told


def kind_of(url: str) -> str | None:
    """Name the group of a page's hits, or None for a page that is not to be found.

    Example:
        >>> kind_of("learn/densities.html"), kind_of("404.html")
        ('Learn', None)
    """
    return TOP.get(url) or KINDS.get(url.partition("/")[0])


def weight_of(url: str, weights: Mapping[str, float]) -> float:
    """Say how readily a page answers: the weight of the longest of the places that it lies in.

    Example:
        >>> weight_of("reference/glossary.html", {"reference/": 0.8, "reference/glossary": 0.9})
        0.9
    """
    places = [place for place in weights if url.startswith(place)]
    return weights[max(places, key=len)] if places else 1


def page(source: Source, told: Mapping[str, Any], formulas: Mapping[str, str]) -> dict[str, Any] | None:
    """Write a page as the search keeps it.

    Args:
        source: the page.
        told: what is told of words.
        formulas: the statement of each page that states one.

    Returns:
        Its address, title, group, names, weight and sections; None if it is not to be found.
    """
    kind = kind_of(source.url)
    if kind is None:
        return None
    name, folder = source.url.removesuffix(".html"), source.url.partition("/")[0]
    own = (
        []
        if folder in ("kl", "distributions") or name.endswith("index")
        else [name.rpartition("/")[2].replace("-", " ").replace("_", " ")]
    )
    aliases = [*own, *map(str, source.meta.get("search_aliases", [])), *told["pages"].get(name, [])]
    parts = sections(source.content)
    if source.url.startswith("kl/"):
        parts = parts[:1]
    if source.url.startswith(BY_NAME):
        parts = [parts[0], *(Section(part.anchor, part.heading) for part in parts[1:])]
    return {
        "url": source.url,
        "title": source.title,
        "kind": kind,
        "aliases": list(dict.fromkeys(aliases)),
        "weight": weight_of(source.url, told["weights"]),
        "formula": formulas.get(source.url, ""),
        "parts": [[part.anchor, part.heading, part.text] for part in parts],
    }


def data(
    sources: Iterable[Source],
    entries: list[dict[str, Any]],
    distributions: Mapping[str, type[Distribution]],
    written: Callable[[str], str],
) -> dict[str, Any]:
    """Gather all that the search knows.

    Args:
        sources: the pages.
        entries: the catalogue.
        distributions: by slug.
        written: writes TeX on a line.

    Returns:
        Pages, names, pairs, words.
    """
    told = words()
    slugs = list(distributions)
    rows, selves = search_pairs.pairs(entries, slugs, written)
    paired = {entry["place"] for entry in entries if search_pairs.of_pair(entry)}
    formulas = {
        entry["place"]: search_pairs.shortened(search_pairs.one_line(written(entry["statement"]["tex"])))
        for entry in entries
        if entry["kind"] in ("identity", "closed form") and "#" not in entry["place"]
    }
    found = (
        page(source, told, formulas)
        for source in sorted(sources, key=lambda each: each.url)
        if source.url not in paired
    )
    return {
        "pages": [each for each in found if each is not None],
        "names": search_pairs.names(distributions),
        "pairs": rows,
        "selves": selves,
        "words": {name: told[name] for name in ("stop", "weak", "plain", "idle", "short", "same")},
    }


def engine_script(modules: Path) -> str:
    """Put together the script that answers.

    Args:
        modules: the folder of npm packages.

    Returns:
        A script that sets `kldivSearch.open`, which makes a search of the data.
    """
    mini = _lean((modules / "minisearch" / "dist" / "umd" / "index.js").read_text(encoding="utf-8"))
    stemmer = _lean(
        (modules / "stemmer" / "index.js").read_text(encoding="utf-8").replace("export function", "function")
    )
    ours = [_lean((HERE / "searching" / name).read_text(encoding="utf-8")) for name in PARTS]
    notice = "/* With MiniSearch (MIT, Luca Ongaro) and stemmer (MIT, Titus Wormer): see assets/vendor. */"
    opened = "kldivSearch.open = (data) => makeSearch(MiniSearch, stemmer, data);"
    body = "\n".join([mini, stemmer, *ours])
    return f"{notice}\n{_BEGIN}\n(function () {{\n{body}\n{opened}\n}}).call(globalThis);\n"


def _lean(script: str) -> str:
    return _INDENTED.sub("", _COMMENTS.sub("", script))


def data_script(known: Mapping[str, Any]) -> str:
    """Write what the search knows as a script."""
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    return f"{_BEGIN}\nkldivSearch.data = {text};\n"
