from __future__ import annotations

import pytest

from scripts.site.reading_time import announce, complaints, is_timed, minutes

WORDS = "word " * 200


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"<h1>{WORDS}</h1><p>{WORDS}</p>", 2.0),
        (f'<p>{WORDS}</p><div class="math display" data-tex="x">many words of it</div><pre>and code</pre>', 1.2),
        (f'<p>{WORDS}</p><details><p>{WORDS}</p></details><form class="answer">{WORDS}</form>', 1.0),
        (f'<p>{"<span class=math>a b c d</span> " * 200}</p><section class="references">{WORDS}</section>', 1.0),
    ],
)
def test_words_and_displays_are_counted_and_folds_are_not(content: str, expected: float) -> None:
    assert minutes(content) == pytest.approx(expected)


def test_the_time_stands_below_the_title() -> None:
    page = announce("<h1>Why?</h1><p>So.</p>", 0.2)
    assert page == '<h1>Why?</h1>\n<p class="reading-time" data-search-exclude>about 1 minute to read</p><p>So.</p>'
    assert "about 3 minutes to read" in announce("<h1>Why?</h1>", 2.7)


@pytest.mark.parametrize(("taken", "lines", "count"), [(8.0, 250, 0), (8.1, 250, 1), (8.0, 251, 1), (9.0, 300, 2)])
def test_what_is_too_long_is_said(taken: float, lines: int, count: int) -> None:
    assert len(complaints(taken, lines)) == count


def test_only_hand_written_pages_to_be_read_through_are_timed() -> None:
    assert is_timed("learn/what-is-kl.md", generated=False)
    assert not is_timed("reference/verification.md", generated=True)
    assert not is_timed("reference/bibliography.md", generated=False)
    assert not is_timed("kl/normal-normal.md", generated=False)


def test_arithmetic_that_is_not_open_takes_no_time() -> None:
    card = '<span class="number-how">' + "one " * 200 + "</span>"
    assert minutes(f"<p>It is {card} so.</p>") == minutes("<p>It is so.</p>")
