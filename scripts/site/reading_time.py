"""How long a hand-written page takes to read: shown below its title, and limited."""

from __future__ import annotations

from typing import Any

from lxml import html

WORDS_A_MINUTE = 200
# A displayed formula or a block of code is looked at rather than read word by word: so many seconds each.
SECONDS_A_DISPLAY = 6
LONGEST_MINUTES = 8
LONGEST_SOURCE = 250
FOLDERS = {"learn", "questions", "examples", "reference"}
#: Nobody reads these from end to end.
LOOKED_UP = {"reference/bibliography.md", "reference/api.md", "reference/api-distributions.md"}

_DISPLAYS = ".//div[contains(@class, 'math display')] | .//pre"
# What stands on the page and is not read on the way: folded solutions, cards, answer boxes, the list of sources.
_PASSED_OVER = (
    ".//style | .//script | .//details | .//form | .//section[@class='references'] | .//a[@class='headerlink']"
    " | .//*[@class='cite-card'] | .//*[@class='number-how']"
)


def is_timed(uri: str, generated: bool) -> bool:
    """Say whether a page is written by hand and meant to be read from end to end.

    Args:
        uri: its source, as MkDocs names it.
        generated: whether the build wrote it.

    Returns:
        Whether it has a reading time.
    """
    return not generated and uri.split("/")[0] in FOLDERS and uri not in LOOKED_UP


def minutes(content: str) -> float:
    """Estimate how long a page takes to read.

    Args:
        content: its HTML, mathematics still in plain text.

    Returns:
        The time in minutes.

    Example:
        >>> minutes("<p>" + "word " * 400 + "</p>")
        2.0
    """
    page: Any = html.fromstring(f"<div>{content}</div>")
    displays = page.xpath(_DISPLAYS)
    for element in [*displays, *page.xpath(_PASSED_OVER)]:
        if element.getparent() is not None:
            element.drop_tree()
    for formula in page.xpath(".//span[@class='math']"):
        formula.text = "x"  # within a sentence a formula is read as one word
    return len(page.text_content().split()) / WORDS_A_MINUTE + len(displays) * SECONDS_A_DISPLAY / 60


def announce(content: str, taken: float) -> str:
    """Show the time below the title.

    Args:
        content: the page's HTML.
        taken: the time in minutes.

    Returns:
        The HTML with one more line.
    """
    shown = max(1, round(taken))
    line = f"about {shown} minute{'s' if shown > 1 else ''} to read"
    # Not for the search index, where the same words would stand on every page.
    return content.replace("</h1>", f'</h1>\n<p class="reading-time" data-search-exclude>{line}</p>', 1)


def complaints(taken: float, lines: int) -> list[str]:
    """Say what is too long.

    Args:
        taken: the reading time in minutes.
        lines: the length of the source.

    Returns:
        A sentence for each limit that is exceeded.
    """
    found = []
    if taken > LONGEST_MINUTES:
        found.append(f"takes {taken:.1f} minutes to read; {LONGEST_MINUTES} are the most a page may ask for")
    if lines > LONGEST_SOURCE:
        found.append(f"has {lines} lines; {LONGEST_SOURCE} are the most")
    return found
