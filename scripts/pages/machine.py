"""What machines read: the catalogue as JSON and as a table, and the two pages that are counted from it."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any

from kldiv.algebra.said_once import bare_numbers
from kldiv.proof.report import PROVED
from kldiv.version import __version__
from kldiv.writing.address import RELEASED
from scripts.pages import second_opinions
from scripts.pages.front_matter import front_matter

#: Libraries that derive and check; their versions go with every result.
LIBRARIES = ("sympy", "mpmath", "python-flint", "numpy", "scipy")

#: Columns of the table.
COLUMNS = (
    "id", "kind", "version", "title", "p", "q", "tex", "sympy", "text", "conditions", "otherwise",
    "checks", "points", "hash", "address", "references", "lean",
)  # fmt: skip


def versions() -> dict[str, str]:
    """The versions of the package and of the libraries that it stands on."""
    return {"kldiv": __version__, **{name: version(name) for name in LIBRARIES}}


def catalogue_text(entries: Iterable[Mapping[str, Any]], site: str = "") -> str:
    """Write the catalogue as JSON, one line an entry; the address of the site only where one is set."""
    head = {
        "format": 1,
        "schema": "catalogue.schema.json",
        **({"site": site} if site else {}),
        "released": RELEASED,
        "versions": versions(),
        "licence": "CC-BY-4.0",
    }
    rows = ",\n".join(json.dumps(bare_numbers(e), ensure_ascii=False, separators=(",", ":")) for e in entries)
    return json.dumps(head, ensure_ascii=False)[:-1] + f', "entries": [\n{rows}\n]}}\n'


def table_text(entries: Iterable[Mapping[str, Any]]) -> str:
    """Write one line of comma-separated values for each formula."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for e in entries:
        cited = (f"{r['key']}, {r['locator']}" if r["locator"] else r["key"] for r in e["references"])
        writer.writerow(
            {
                **{key: e[key] for key in ("id", "kind", "version", "title", "hash", "address")},
                "p": e["distributions"].get("p", {}).get("slug", ""),
                "q": e["distributions"].get("q", {}).get("slug", ""),
                "tex": " ".join(e["statement"]["tex"].split()),
                "sympy": bare_numbers(e["result"])["sympy"],
                "text": e["statement"]["text"],
                "conditions": " and ".join(c["text"] for c in e["conditions"]),
                "otherwise": e["otherwise"] or "",
                "checks": e["checks"]["passed"],
                "points": e["checks"]["points"],
                "references": "; ".join(cited),
                "lean": "; ".join(e["lean"]),
            }
        )
    return out.getvalue()


def without_source(entries: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The closed forms and identities that name no source."""
    return [e for e in entries if e["kind"] in {"closed form", "identity"} and not e["references"]]


def without_source_page(entries: list[Mapping[str, Any]]) -> str:
    """The page that lists what no source is named for."""
    rows = without_source(entries)
    whole = sum(e["kind"] in {"closed form", "identity"} for e in entries)
    lines = [
        *front_matter("The results of the catalogue for which no source that states them is known, and where to look."),
        "# What has no source?",
        "",
        f"Of {whole} closed forms and identities, {len(rows)} name no source that states them. That does not",
        "make them new: it means that they were derived here, and that nobody has yet compared them with",
        "a publication.",
        "Their checks are the same as everybody's. If you know where one is stated, please tell us.",
        "One place to look is a collection of exact expressions for over sixty univariate distributions",
        "[@nawa2024, abstract]: it has not been compared line by line.",
        "",
        "| formula | kind | checks passed |",
        "|---|---|--:|",
    ]
    lines += [f"| {_link(e)} | {e['kind']} | {e['checks']['passed']} |" for e in rows]
    return "\n".join(lines) + "\n"


def _link(entry: Mapping[str, Any]) -> str:
    page, _, anchor = entry["place"].partition("#")
    source = page.removesuffix(".html") + ".md"
    title = entry["title"].replace("|", r"\|")
    return f"[{title}](../{source}{'#' + anchor if anchor else ''})"


#: What each kind of check is called in the report, by the beginning of its name, and what it compares.
KINDS = (
    ("step ", "steps", "both sides of a step, at exact rational parameters"),
    ("lemma ", "lemmas", "the steps and the value of a lemma, its value against a quadrature of its expectation"),
    ("oracle", "oracle", "the result with a quadrature of densities that the engine never saw"),
    (PROVED, PROVED, "the result, as a ball, with a ball that contains the defining integral or sum"),
    ("transport", "transport", "the density, carried back, with the standard density"),
    ("closed form", "closed form", "that no integral, sum or expectation is left"),
    ("never negative", "sign", "the result with zero"),
    ("zero at", "zero at p = q", "the result and its slopes with zero, for equal distributions"),
    ("Bregman", "Bregman form", "the result with the gap between a log-partition and its tangent"),
)


#: What each status says, in a few words.
STATUSES = {
    "computed": "every step is a rule, run again",
    "by theorem": "some steps take a theorem from the literature",
    "bound": "some steps pass to a bound",
    "infinite": "infinite, with the reason",
    "undecided": "finite, without a closed form here",
}

#: How the detail of a check begins whose rule was run again.
AGAIN = "the rule, run again, makes the same"


def verification_page(
    entries: Iterable[Mapping[str, Any]], reports: Mapping[str, Mapping[str, Any]], measured: Mapping[str, Any]
) -> str:
    """The report on all that was checked.

    Args:
        entries: the entries of the catalogue as plain data.
        reports: the report of each derivation as plain data.
        measured: what `make tampering` and `make mutation` found, by their names, if they were run.

    Returns:
        Markdown.
    """
    passed, points = (sum(r[key] for r in reports.values()) for key in ("passed", "points"))
    failed = sum(r["failed"] for r in reports.values())
    used = ", ".join(f"{name} {number}" for name, number in versions().items())
    lines = [
        *front_matter("What was checked and how, counted from the record of the checks that this site was built with."),
        "# What was checked, and how?",
        "",
        "This page is counted from the record of the checks that the site was built with.",
        f"Release {__version__} of {RELEASED}; {used}.",
        "",
        f"**{passed:,} checks passed, {failed:,} failed**, for {len(reports):,} entries, with {points:,} comparisons",
        "at exact parameter points in all. [What the checks are, and what they cannot show](checks.md).",
        "",
        "## By kind of entry { #entries }",
        "",
        "| kind | entries | checks passed | failed | points |",
        "|---|--:|--:|--:|--:|",
    ]
    kinds = {e["id"]: e["kind"] for e in entries}
    for kind in dict.fromkeys(kinds.values()):
        mine = [r for name, r in reports.items() if kinds[name] == kind]
        sums = [sum(r[key] for r in mine) for key in ("passed", "failed", "points")]
        lines.append(f"| {kind} | {len(mine):,} | " + " | ".join(f"{n:,}" for n in sums) + " |")
    lines += _by_status(entries, reports)
    lines += ["", "## Proved numbers { #proved }", "", *_proved(reports, kinds)]
    lines += ["", "## By kind of check { #checks }", ""]
    lines += ["| check | what is compared | checks | points | fewest digits |"]
    lines += ["|---|---|--:|--:|--:|", *_by_check(reports)]
    if "tampering" in measured:
        lines += ["", "## Derivations tampered with { #tampering }", "", *_tampering(measured["tampering"])]
    if "mutation" in measured:
        lines += ["", "## The numbers by themselves { #mutation }", "", *_mutation(measured["mutation"])]
    lines += ["", *second_opinions.section(), *_by_yourself()]
    lines += ["", "The whole record: [the catalogue as data](data.md).", ""]
    return "\n".join(lines)


def _by_status(entries: Iterable[Mapping[str, Any]], reports: Mapping[str, Mapping[str, Any]]) -> list[str]:
    statuses = Counter(e["status"] for e in entries)
    theorems = {name for e in entries for name in e["theorems"]}
    every = [c for r in reports.values() for c in r["checks"]]
    again = sum(c["detail"].startswith(AGAIN) for c in every)
    steps = sum("step " in c["name"] for c in every)
    lines = ["", "## By status { #status }", "", "| status | what it says | entries |", "|---|---|--:|"]
    lines += [f"| {name} | {said} | {statuses[name]:,} |" for name, said in STATUSES.items() if statuses[name]]
    return [
        *lines,
        "",
        f"**{again:,} of {steps:,} steps** were made again by their rules; a lemma's are counted wherever it is cited.",
        f"{len(theorems)} [theorems](theorems.md) are taken from the literature; for each, a hunt for a counterexample",
        "was part of this build.",
    ]


def _tampering(data: Mapping[str, Any]) -> list[str]:
    used = ", ".join(f"{name} {number}" for name, number in data["versions"].items())
    lines = [
        "One thing is changed at a time, and carried through to the result; every one must be refused.",
        f"`make tampering` does it; this was done on {data['date']}, with {used},",
        f"for {data['derivations']:,} derivations.",
        "",
        "| what was changed | how often | refused |",
        "|---|--:|--:|",
    ]
    lines += [f"| {kind} | {row['tried']:,} | {row['refused']:,} |" for kind, row in data["kinds"].items()]
    tried, refused = (sum(row[key] for row in data["kinds"].values()) for key in ("tried", "refused"))
    return [*lines, f"| all | {tried:,} | {refused:,} |"]


def _by_check(reports: Mapping[str, Mapping[str, Any]]) -> list[str]:
    count, points, fewest = Counter[str](), Counter[str](), dict[str, int]()
    for report in reports.values():
        for check in report["checks"]:
            found = (title for start, title, _ in KINDS if check["name"].startswith(start))
            name = next(found, "others")
            count[name] += 1
            points[name] += check["points"]
            if check["digits"] is not None:
                fewest[name] = min(fewest.get(name, check["digits"]), check["digits"])
    means = {title: said for _, title, said in KINDS}
    means["others"] = "conditions from both sides, cases, supports and the like"
    return [
        f"| {name} | {means[name]} | {count[name]:,} | {points[name]:,} | {fewest.get(name, '–')} |"
        for name in means
        if count[name]
    ]


def _proved(reports: Mapping[str, Mapping[str, Any]], kinds: Mapping[str, str]) -> list[str]:
    """Count the finite divergences between distributions of numbers whose values are proved, and those that are not."""
    lines = [
        "Quadrature estimates its error. A proved number is compared with an interval that certainly contains the",
        "integral, or the sum, that defines the divergence. [How](checks.md#proved).",
        "",
        "| kind | proved | estimated | fewest digits |",
        "|---|--:|--:|--:|",
    ]
    for kind in dict.fromkeys(kinds.values()):
        mine = [r for name, r in reports.items() if kinds[name] == kind]
        found = [r["proved_digits"] for r in mine if any(check["name"] == PROVED for check in r["checks"])]
        proved = [digits for digits in found if digits is not None]
        if found:
            lines.append(f"| {kind} | {len(proved):,} | {len(found) - len(proved):,} | {min(proved, default='–')} |")
    return lines


def _mutation(data: Mapping[str, Any]) -> list[str]:
    used = ", ".join(f"{name} {number}" for name, number in data["versions"].items())
    return [
        "Here the rules are not run again: a step of a derivation or lemma is changed a little (a sign flipped, a",
        "term dropped, two parameters swapped), and the comparison of both sides at points alone must notice.",
        "For a bound it can only notice what breaks it.",
        f"`make mutation` measures it; this was done on {data['date']}, with {used}.",
        "",
        "| what | number |",
        "|---|--:|",
        f"| derivations spoilt | {data['derivations']:,} |",
        f"| changes that make a difference | {data['mutants']:,} |",
        f"| refused | {data['killed']:,} |",
        f"| accepted | {data['mutants'] - data['killed']:,} |",
        f"| changes that make none, not counted | {data['equivalent']:,} |",
    ]


def _by_yourself() -> list[str]:
    return [
        "## Check one yourself { #verify }",
        "",
        "The page of each derivation has it as JSON. `kldiv verify FILE.json` re-checks such a file without the engine",
        "that made it: a program of at most 500 lines reads every expression anew, and looks at the chain, the rules,",
        "the lemmas, the conditions and the total mass of both densities. It evaluates both sides of every step at",
        "numbers drawn from the seed that you choose with `--seed N`. A digit, a sign, a step or a condition that was",
        "changed is refused, in a line that names it. It takes the two densities as the file has them: that they are",
        "those of the distributions named in the title is for you to compare.",
        "",
    ]


def files(
    entries: list[Mapping[str, Any]],
    reports: Mapping[str, Mapping[str, Any]],
    measured: Mapping[str, Any],
    site: str = "",
) -> dict[str, str]:
    """All that this module makes, by its path below docs/generated; `site` is its address, if one is set."""
    return {
        "machine/catalogue.json": catalogue_text(entries, site),
        "machine/catalogue.csv": table_text(entries),
        "pages/reference/verification.md": verification_page(entries, reports, measured),
        "pages/reference/without-source.md": without_source_page(entries),
    }
