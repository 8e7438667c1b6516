"""The list of all general results by theme, and the graph of what rests on what: one generated page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape

from kldiv.distributions import DISTRIBUTIONS
from kldiv.identities import IDENTITIES
from kldiv.identities.fisher_by_distribution import with_fisher_information
from scripts.pages.graph_layout import ACROSS, LINE, MARGIN, WIDTH, Node, arrange
from scripts.pages.results import Result
from scripts.pages.themes import THEMES

#: Lemmas that give one expectation under one distribution are too many for the drawing.
OF_AN_EXPECTATION = re.compile(r"-[0-9a-f]{8}$")

#: A statement longer than this, in TeX, is left to its own page.
SHORT = 150


#: One node stands for the Fisher information of all distributions, and one for all divergences within one family.
FISHER_GROUP, PAIR_GROUP = "fisher-of-each-distribution", "divergences-of-each-family"


def collect(results: Mapping[str, Result]) -> dict[str, Node]:
    """Make the nodes: the results, their lemmas, the pairs they use, and two groups.

    Args:
        results: every identity by id.

    Returns:
        The nodes by id, in the order of the ids.

    Raises:
        ValueError: if a result uses an id that leads nowhere.
    """
    by_distribution = {f"fisher-{slug}": slug for slug in with_fisher_information()}
    pairs = {f"{slug}-{slug}" for slug in by_distribution.values()}
    nodes = {
        FISHER_GROUP: Node(
            FISHER_GROUP,
            f"The Fisher information of each of {len(by_distribution)} distributions",
            "#fisher-information-of-each-distribution",
            ("fisher-information", PAIR_GROUP) if "fisher-information" in results else (PAIR_GROUP,),
        ),
        PAIR_GROUP: Node(PAIR_GROUP, "Divergences within one family, in closed form", "#closed-forms"),
    }
    for name, result in sorted(results.items()):
        for lemma, title in result.lemmas.items() if name not in by_distribution else ():
            if lemma not in nodes and not OF_AN_EXPECTATION.search(lemma):
                nodes[lemma] = Node(lemma, title, f"{name}.html#lemmas")
        if name in by_distribution:
            continue
        found = []
        for used in (*result.uses, *result.lemmas):
            if used in by_distribution:
                found.append(FISHER_GROUP)
            elif used in results or used in nodes:
                found.append(used)
            elif used in pairs or used == "bernoulli-bernoulli":
                nodes.setdefault(used, Node(used, title_of_pair(used), f"../kl/{used}.html", (PAIR_GROUP,)))
                found.append(used)
            elif used not in result.lemmas and used not in IDENTITIES:
                raise ValueError(f"{name} uses {used!r}, which is no result")
        nodes[name] = Node(name, result.title, f"{name}.html", tuple(dict.fromkeys(found)))
    return dict(sorted(nodes.items()))


def name_of_pair(name: str) -> str:
    """What both distributions of a pair within one family are called."""
    return DISTRIBUTIONS[name[: len(name) // 2]].name


def title_of_pair(name: str) -> str:
    """The title of a divergence within one family.

    Example:
        >>> title_of_pair("inverse-gamma-inverse-gamma")
        'Two inverse gamma distributions'
    """
    return f"Two {name_of_pair(name)} distributions"


def drawing(nodes: dict[str, Node]) -> list[str]:
    """Draw the nodes that are joined to another, each a link, as SVG that follows the page's colours."""
    columns = arrange(nodes)
    width = 2 * MARGIN + len(columns) * (WIDTH + ACROSS) - ACROSS
    height = round(max(node.y + node.height for node in nodes.values())) + MARGIN
    lines = [
        f'<svg class="uses" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="group" '
        f'aria-label="What rests on what: {len(nodes)} results; the same as a list below">'
    ]
    for node in nodes.values():
        for used in node.uses:
            other = nodes[used]
            x1, y1, x2, y2 = other.x + WIDTH, other.middle, node.x - 6, node.middle
            bend = (ACROSS if node.column - other.column == 1 else WIDTH + ACROSS) // 2
            lines.append(
                f'<path data-from="{other.id}" data-to="{node.id}" '
                f'd="M{x1} {y1:g}C{x1 + bend} {y1:g} {x2 - bend} {y2:g} {x2} {y2:g}"/>'
            )
    return [*lines, *map(title, nodes.values()), "</svg>"]


def title(node: Node) -> str:
    """A title of the graph: a link, on a ground that covers the lines behind it."""
    words = "".join(
        f'<tspan x="{node.x}" dy="{LINE if number else 0}">{escape(line)} </tspan>'
        for number, line in enumerate(node.lines)
    )
    return (
        f'<a href="{escape(node.link)}" data-id="{node.id}">'
        f'<rect x="{node.x - 4}" y="{node.y - 2:g}" width="{WIDTH + 4}" height="{node.height + 4}" rx="3"/>'
        f'<text x="{node.x}" y="{node.y + LINE - 4:g}">{words}</text></a>'
    )


def joined_only(nodes: dict[str, Node]) -> dict[str, Node]:
    """Leave out what neither uses another nor is used."""
    used = {name for node in nodes.values() for name in node.uses}
    return {name: node for name, node in nodes.items() if node.uses or name in used}


def page(results: Mapping[str, Result]) -> str:
    """Write the page that lists every general result.

    Args:
        results: every identity by id.

    Returns:
        Markdown that ends in a newline.

    Raises:
        ValueError: if a result has no theme, or two.
    """
    nodes = collect(results)
    drawn = joined_only(nodes)
    single = {f"fisher-{slug}" for slug in with_fisher_information()} & set(results)
    general = set(results) - single
    lines = [
        "---",
        "title: General results",
        "description: Every general result on the divergence, by theme, and what each of them rests on.",
        "hide: [navigation, toc]",
        "styles: [graph]",
        "scripts: [graph]",
        "---",
        "",
        "# What is true beyond one pair of distributions?",
        "",
        f"{len(general)} general results, each derived step by step and checked. Some hold for any two "
        "distributions on finitely many outcomes, some for densities, some for normal or Cauchy ones, or for one "
        "estimator: each page says for what. First what rests on what, then [all of them by theme](#by-theme).",
        "",
        "## What rests on what { #graph }",
        "",
        "Each result stands to the right of all that it uses, and leads to its page. Point at one, or move to it with "
        "the Tab key, and what it rests on lights up. Results that neither use another nor are used are left out.",
        "",
        '<div class="graph" tabindex="0" role="region" aria-label="Graph of results">',
        *drawing(drawn),
        "</div>",
        "",
        '??? note "The same as a list"',
        "",
        *(f"    {line}" for line in as_list(drawn)),
        "",
        "## By theme { #by-theme }",
        "",
        '<div class="themes" markdown>',
        "",
    ]
    for theme, ids in themed(results).items():
        lines += ['<section class="theme" markdown>', "", f"### {theme} {{ #{slug(theme)} }}", ""]
        lines += [*(entry(results[name]) for name in ids), "", "</section>", ""]
    lines += ["</div>", ""]
    if single:
        lines += [
            "## Fisher information of each distribution { #fisher-information-of-each-distribution }",
            "",
            f"[One table](fisher.md) has the Fisher information of {len(single)} distributions, each row with its "
            "derivation.",
            "",
        ]
    lines += [
        "## Closed forms { #closed-forms }",
        "",
        "The divergences that these results start from have pages of their own, for two distributions that are both "
        + ", ".join(f"[{name_of_pair(name)}](../kl/{name}.md)" for name in closed_forms(nodes))
        + ".",
    ]
    return "\n".join(lines) + "\n"


def closed_forms(nodes: Mapping[str, Node]) -> list[str]:
    """The ids of the pairs that a result uses, and of those behind the Fisher information of each distribution."""
    single = [name for name, node in nodes.items() if node.link.startswith("../kl/")]
    return sorted({*single, *(f"{distribution}-{distribution}" for distribution in with_fisher_information())})


def slug(theme: str) -> str:
    """The anchor of a theme."""
    return re.sub(r"[^a-z0-9]+", "-", theme.lower()).strip("-")


def themed(results: Iterable[str]) -> dict[str, list[str]]:
    """Sort the results into themes; the Fisher information of each distribution has a table of its own."""
    in_table = {f"fisher-{distribution}" for distribution in with_fisher_information()}
    listed = [name for ids in THEMES.values() for name in ids]
    here = set(results) - in_table
    wrong = (here - set(listed)) | (set(listed) - set(IDENTITIES)) | {n for n in listed if listed.count(n) > 1}
    if wrong:
        raise ValueError(f"each result has one theme; look at {', '.join(sorted(wrong))}")
    found = {theme: [name for name in ids if name in here] for theme, ids in THEMES.items()}
    return {theme: ids for theme, ids in found.items() if ids}


def entry(result: Result) -> str:
    """One line of the list: the title as a link, and the statement where it is short."""
    tex = result.statement.split(r" \qquad \text{for }")[0]
    shown = f": ${tex}$" if len(tex) <= SHORT and "\n" not in tex and r"\begin" not in tex else ""
    return f"- [{result.title}]({result.id}.md){shown}"


def as_list(nodes: dict[str, Node]) -> list[str]:
    """The graph as a nested list."""
    lines = []
    for node in nodes.values():
        lines.append(f"- [{node.title}]({markdown_link(node.link)})")
        lines += [f"    - uses [{nodes[u].title}]({markdown_link(nodes[u].link)})" for u in node.uses]
    return lines


def markdown_link(link: str) -> str:
    """A link that MkDocs can check."""
    return link.replace(".html", ".md")
