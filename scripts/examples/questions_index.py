"""The questions that the site answers, counted and listed from the pages themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scripts.examples.display import Numbers, whole
from scripts.examples.page_code import QUESTIONS

#: In the order of the navigation.
PAGES = (
    "libraries",
    "counts-and-samples",
    "arrays-and-shapes",
    "nan-and-inf",
    "entropy-jsd-perplexity",
    "losses",
    "variational",
    "reinforcement-learning",
    "kl-penalty",
    "accuracy",
    "distributions-and-samples",
)

_SECTION = re.compile(r"^## ([^\n]+) \{ #([\w-]+) \}\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_SOURCE = re.compile(r"^\*Asked in:\* (.+?)(?:\n\n|\Z)", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((https://[^)\s]+)\)")


@dataclass(frozen=True)
class Question:
    """One question, where it stands, and where it was asked in public."""

    page: str
    anchor: str
    title: str
    threads: tuple[str, ...]


def questions() -> list[Question]:
    """Read every question: a section of a page that says where it was asked.

    Returns:
        The questions, in the order of the pages.

    Raises:
        ValueError: if a page is missing from the list, or a source names no address.
    """
    found: list[Question] = []
    there = {path.stem for path in QUESTIONS.glob("*.md")} - {"index"}
    if there != set(PAGES):
        raise ValueError(f"the pages of questions are {sorted(there)}")
    for page in PAGES:
        text = (QUESTIONS / f"{page}.md").read_text(encoding="utf-8")
        for title, anchor, body in _SECTION.findall(text):
            source = _SOURCE.search(body)
            if source is None:
                continue
            threads = tuple(_LINK.findall(source.group(1)))
            if not threads:
                raise ValueError(f"{page}.md#{anchor}: the source has no address")
            found.append(Question(page, anchor, title, threads))
    return found


def numbers() -> Numbers:
    """Count the questions and the threads.

    Returns:
        Name -> value, unit and text.
    """
    asked = questions()
    out: Numbers = {
        "questions.count": whole(len(asked)),
        "questions.threads": whole(len({thread for question in asked for thread in question.threads})),
    }
    for page in PAGES:
        out[f"questions.count.{page}"] = whole(sum(question.page == page for question in asked))
    return out


def fragments() -> dict[str, str]:
    """List the questions, page by page, each with a link.

    Returns:
        Name -> Markdown.
    """
    rows = []
    for page in PAGES:
        text = (QUESTIONS / f"{page}.md").read_text(encoding="utf-8")
        title = text.split("\n# ", 1)[1].split("\n", 1)[0]
        rows.append(f"- [{title}]({page}.md) ([[n:questions.count.{page}]])")
        for question in questions():
            if question.page == page:
                shown = question.title.replace("|", r"\|")  # a cell's border, where there are tables
                rows.append(f"    - [{shown}]({page}.md#{question.anchor})")
    return {"questions-index": "\n".join(rows)}
