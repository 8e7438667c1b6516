"""The theme's faults are mended, and nothing else is touched."""

from __future__ import annotations

import re

import pytest

from scripts.site.theme_repairs import mend, mend_script

TICK = '<input class="md-toggle" data-md-toggle="drawer" type="checkbox" id="__drawer" autocomplete="off">'
ENTRY = '<label class="md-nav__link" for="__nav_5" id="__nav_5_label" tabindex="">Five</label>'


def test_a_tick_has_no_autocomplete_and_a_field_keeps_its_own() -> None:
    assert "autocomplete" not in mend(TICK)
    field = '<input class="mine" type="text" autocomplete="off">'
    assert mend(field) == field


def test_no_tabindex_is_empty_and_others_stay() -> None:
    assert "tabindex" not in mend(ENTRY)
    assert 'tabindex="0"' in mend(ENTRY.replace('""', '"0"'))


@pytest.mark.parametrize("control", ["", '<input type="checkbox" id="__toc">'])
def test_a_label_of_nothing_is_none(control: str) -> None:
    mended = mend(f'{control}<label class="md-nav__title" for="__toc">Contents</label>')
    assert bool(re.search("<label", mended)) == bool(control)
    assert "Contents" in mended


def test_lines_around_the_article_begin_at_the_left() -> None:
    page = "<body>\n\n    <nav>\n  <a>A</a>  \n</nav>\n <article>\n\n <pre>a\n    b</pre></article>\n\n    <footer>"
    article = "<article>\n\n <pre>a\n    b</pre></article>"
    assert mend(page) == f"<body>\n<nav>\n<a>A</a>\n</nav>\n{article}\n<footer>"


def test_an_article_keeps_what_a_browser_shows_and_loses_the_rest() -> None:
    page = (
        '<article><p data-search-exclude="">a <b>b</b>\n<i>c</i></p>\n\n<ul>\n<li>d</li>\n</ul><pre><span></span><code>'
        '<span class="k">if</span><span class="w"> </span><span class="n">x</span><span class="p">:</span>\n\n    y\n'
        "</code></pre></article>"
    )
    assert mend(page) == (
        "<article><p>a <b>b</b>\n<i>c</i></p><ul><li>d</li></ul><pre><code>"
        '<span class="k">if</span> x:\n\n    y\n</code></pre></article>'
    )


def test_a_text_whose_lines_count_keeps_them() -> None:
    page = "<body>\n  <pre>a\n    b</pre>\n<article></article>\n  <footer>"
    assert "a\n    b" in mend(page)


SCRIPT = """M("table:not([class])",e);x("meta",{name:"color-scheme"});document.head.appendChild(o);
if(document.body.setAttribute("data-md-color-switching",""),s)"""


def test_what_the_theme_s_script_does_in_vain_is_left_out() -> None:
    assert mend_script(SCRIPT) == (
        'M("table:not([class]):not(.md-typeset__table>*)",e);x("meta",{name:"color-scheme"});\nif(s)'
    )


@pytest.mark.parametrize("said", ["table:not([class])", "document.head.appendChild(o);", "data-md-color-switching"])
def test_a_theme_that_does_it_in_another_way_is_noticed(said: str) -> None:
    with pytest.raises(ValueError, match="see how it does this now"):
        mend_script(SCRIPT.replace(said, "something else"))
