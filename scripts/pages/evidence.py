"""What stands behind a statement and what to take away: checks, code, other libraries, files, in one fold."""

from __future__ import annotations

from collections.abc import Collection

from kldiv.algebra.exact import exact
from kldiv.derived import Derivation
from kldiv.proof.report import Report
from kldiv.register.registry import short_address
from kldiv.writing.citation import cite
from kldiv.writing.statement import statement_tex
from kldiv.writing.words import plural
from scripts.pages.downloads import KINDS, file_name
from scripts.pages.elsewhere import languages_section, libraries_section
from scripts.pages.example import Example, call
from scripts.pages.in_floats import in_floats_section
from scripts.pages.parts import checks_section, fold, is_pair
from scripts.pages.quadrature_value import quadrature_value
from scripts.pages.wrapped_code import wrapped

#: What each format is called on its tab. Texts for machines are not coloured: each word would be an element.
_TABS = {"bibtex": "BibTeX", "csl-json": "CSL-JSON", "ris": "RIS", "text": "Text"}

_MORE = {
    "json": " `kldiv verify {0}` re-checks it [without the engine that made it](../reference/verification.md#verify).",
}


def evidence_section(
    derivation: Derivation, report: Report, example: Example | None, kinds: Collection[str]
) -> list[str]:
    """Set the fold with the evidence and the files.

    Args:
        derivation: any derivation.
        report: what its checks said.
        example: two distributions with numbers, if there are any.
        kinds: the files that can be taken along, by their endings.

    Returns:
        Lines of Markdown.
    """
    held = [plural(report.passed, "check"), "code"]
    held += ["other libraries"] if is_pair(derivation) and libraries_section(derivation) else []
    held += ["notebook", *(["script"] if "py" in kinds else []), "LaTeX", "SymPy", "JSON"]
    summary = f"<summary>{', '.join(held)}</summary>"
    return [
        "## Evidence and files { #evidence data-search-exclude }",
        "",
        '<details data-part="evidence" data-search-exclude markdown>',
        summary,
        "",
        *checks_section(derivation, report, quadrature_value(derivation) if derivation.kind == "undecided" else ""),
        *_code_section(derivation, example),
        *_take_section(derivation, kinds),
        "</details>",
        "",
    ]


def _code_section(derivation: Derivation, example: Example | None) -> list[str]:
    lines = ["### In code { #code }", ""]
    if not is_pair(derivation):
        return [
            *lines,
            "```python",
            wrapped(f'import kldiv\n\nprint(kldiv.catalogue()["{derivation.id}"].check())'),
            "```",
            "",
        ]
    p, q = derivation.distributions
    lines += ["The formula:", "", "```python", "import kldiv", ""]
    lines += [wrapped(f'kldiv.derive("{p.slug}", "{q.slug}").result'), "```", ""]
    if example and example.value is not None:
        given = [f"{letter} = {call(one)}" for letter, one in (("p", example.p), ("q", example.q))]
        code = "\n".join(["import kldiv", "", *given, f"kldiv.kl_divergence(p, q)  # {example.value!r}"])
        lines += ["A number, in nats:", "", "```python", wrapped(code), "```", ""]
    return lines + in_floats_section(derivation) + languages_section(derivation) + libraries_section(derivation)


def _take_section(derivation: Derivation, kinds: Collection[str]) -> list[str]:
    lines = ["### Take it along { #take }", ""]
    for kind in kinds:
        name = file_name(derivation.id, kind)
        lines.append(f"- {KINDS[kind]}: [{name}](../data/derivations/{name}).{_MORE.get(kind, '').format(name)}")
    if "py" not in kinds:
        lines.append("- There is no script that needs SymPy alone: the lines hold a limit, or more than numbers.")
    lines += [""]
    if derivation.kind != "undecided":
        lines += ["The statement as LaTeX:", "", "```text", statement_tex(derivation), "```", ""]
        lines += fold("The right side for SymPy", ["```{ .text #right-side }", exact(derivation.result), "```"])
    return lines


def cite_fold(derivation: Derivation, site: str) -> list[str]:
    """Set the fold with the citations, a tab for each format.

    Args:
        derivation: any derivation.
        site: the address of the site; "" while none is set.

    Returns:
        Lines of Markdown.
    """
    lines = ['<details id="cite" data-search-exclude markdown>', "<summary>Cite this</summary>", ""]
    for form, name in _TABS.items():
        code = ["```text", *cite(derivation, form, site).rstrip("\n").split("\n"), "```"]
        lines += [f'=== "{name}"', "", *(f"    {line}".rstrip() for line in code), ""]
    address = short_address(derivation.id)
    # Not a Markdown link: MkDocs would look for a source of that page, and there is none.
    link = f'<a class="permanent" href="../{address}index.html">{address}</a>'
    return [*lines, f"Its permanent address is {link}.", "", "</details>", ""]
