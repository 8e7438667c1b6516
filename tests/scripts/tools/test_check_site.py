"""What the check of a built site finds, and what it lets pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.tools.check_site import Site

PAGE = """<!doctype html>
<html lang="en"><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{body}</body></html>
"""

#: What the search knows: one page with one section, one distribution with one pair.
WORDS = """kldivSearch.data = {{"pages": [{{"url": "learn/a.html", "parts": [["{anchor}", "Part", "Text"]]}}],
"names": [["n", "N", []]], "pairs": [[[0, {kind}]]]}};
"""


def problems(folder: Path, body: str, head: str = "") -> list[str]:
    """The problems of a site of two pages, one of which is given."""
    (folder / "learn").mkdir()
    (folder / "search").mkdir()
    (folder / "search" / "data.js").write_text(WORDS.format(anchor="part", kind=1))
    (folder / "distributions").mkdir()
    row = PAGE.format(title="N", head="", body="<p id='n-n'>Infinite</p>")
    (folder / "distributions" / "n.html").write_text(row)
    (folder / "style.css").write_text("body { background: url(data:image/png;base64,AAAA) }")
    (folder / "search.js").touch()
    script = '<script src="search.js"></script>'
    (folder / "index.html").write_text(PAGE.format(title="Start", head=script, body="<p id='top'>Here</p>"))
    text = PAGE.format(title="A", head=head, body=f"<p id='part'>{body}</p>")
    (folder / "learn" / "a.html").write_text(text, encoding="utf-8")
    return list(Site(folder).problems())


@pytest.mark.parametrize(
    "body",
    [
        '<a href="../index.html#top">up</a> <a href="#part">here</a> <a href="#">top</a> <a href="">self</a>',
        '<a href="https://example.org/">elsewhere</a> <a href="mailto:a@example.org">write</a>',
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="dot">',
        "It costs $5 or $6. <code>$x$ \\frac [@key] [[n:name]]</code>",
        '<math><annotation encoding="application/x-tex">\\frac{a}{b}</annotation></math>',
        '<img src="../style.css?v=1#x" alt="">',
    ],
)
def test_what_is_right_passes(tmp_path: Path, body: str) -> None:
    assert problems(tmp_path, body, '<link rel="stylesheet" href="../style.css">') == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("renderer\x02klz:1\x03", "a mark of the renderer"),
        ('<a href="b.html">b</a>', "links to b.html, which does not exist"),
        ('<a href="../../index.html">up</a>', "links to ../../index.html, which does not exist"),
        ('<a href="../index.html#nowhere">up</a>', "index.html has no such place"),
        ('<a href="#nowhere">here</a>', "has no such place"),
        ('<a href="/index.html">root</a>', "works only at the root of a host"),
        ('<img src="missing.svg" alt="x">', "missing.svg, which does not exist"),
        ('<img src="//example.org/a.png" alt="x">', "loads //example.org/a.png from elsewhere"),
        ('<img srcset="../style.css 1x, gone.png 2x" alt="x">', "gone.png"),
        ('<script src="https://example.org/a.js"></script>', "from elsewhere"),
        ('<img src="../style.css">', "without a description"),
        ("<i id='part'></i>", "has the id part 2 times"),
        ("<h1>Again</h1>", "2 first-level headings"),
        ("so $x$ is", "shows raw TeX"),
        ("so \\(x\\) is", "shows raw TeX"),
        ("by \\eqref{eq:a}", "shows raw TeX"),
        ("half [[n:a.b:.2f]]", "shows a number's name"),
        ("[[figure:two]]", "shows a figure's name"),
        ("as [@kullback1951, p. 3]", "shows a citation"),
        ('<code class="math-error">\\x</code>', "that Temml refused"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, body: str, said: str) -> None:
    assert any(said in problem for problem in problems(tmp_path, body))


def test_style_sheets_and_the_search_index_are_followed(tmp_path: Path) -> None:
    assert problems(tmp_path, "fine") == []
    (tmp_path / "style.css").write_text("@import 'https://example.org/a.css'; p { background: url(gone.png) }")
    (tmp_path / "search" / "data.js").write_text(WORDS.format(anchor="gone", kind=0))
    found = list(Site(tmp_path).problems())
    assert len(found) == 4, found
    assert found[2:] == [
        "search/data.js: links to learn/a.html#gone, but learn/a.html has no such place",
        "search/data.js: links to kl/n-n.html, which does not exist",
    ]
    (tmp_path / "search" / "data.js").unlink()
    assert "search/data.js: is missing" in list(Site(tmp_path).problems())


@pytest.mark.parametrize("held", ["url = {https://kldiv.example/id/a/}", "run [[n:install.line]] first"])
@pytest.mark.parametrize("name", ["learn/b.py", "data.json", "learn/a.html"])
def test_what_readers_copy_holds_no_placeholder(tmp_path: Path, name: str, held: str) -> None:
    assert problems(tmp_path, "fine") == []
    page = PAGE.format(title="A", head="", body=f"<p id='part'><code>{held}</code></p>")
    (tmp_path / name).write_text(page if name.endswith(".html") else held, encoding="utf-8")
    assert any(problem.startswith(f"{name}: holds a placeholder") for problem in Site(tmp_path).problems())


def test_the_missing_page_may_name_the_root(tmp_path: Path) -> None:
    assert problems(tmp_path, "fine") == []
    page = PAGE.format(title="Start", head="", body='<a href="/kl/learn/a.html">a</a><a href="/kl/gone.html">b</a>')
    (tmp_path / "404.html").write_text(page)
    assert list(Site(tmp_path).problems()) == ["404.html: links to /kl/gone.html, which does not exist"]
