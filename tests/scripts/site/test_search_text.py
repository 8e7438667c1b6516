"""What of a page the search reads, and where each part of it leads."""

from __future__ import annotations

from scripts.site.search_text import sections

PAGE = """
<h1>Title<a class="headerlink" href="#t">¶</a></h1>
<p>Opening <em>wor</em>ds.</p>
<pre><code>code = 1</code></pre>
<h2 id="one">One <code>kl_div</code><a class="headerlink" href="#one">¶</a></h2>
<p>First.</p><ul><li>a</li><li>b</li></ul>
<h3 id="inner">Inner</h3><p>Second.</p>
<h2 id="left-out" data-search-exclude>Left out</h2><p>Hidden.</p>
<h3 id="left-out-too">Left out as well</h3><p>Hidden too.</p>
<h2 id="exercises">Exercises</h2><p>Asked.</p>
<h2 id="summary">In three lines</h2><p>Third.</p>
<div class="derivation"><p>Step.</p></div><details data-search-exclude><p>Fold.</p></details><p>Last.</p>
"""


def test_a_page_is_cut_at_its_headings() -> None:
    found = [(part.anchor, part.heading, part.text) for part in sections(PAGE)]
    assert found == [
        ("", "", "Opening words. Third. Last."),
        ("one", "One kl_div", "First. a b"),
        ("inner", "Inner", "Second."),
    ]


def test_a_page_without_headings_is_whole() -> None:
    assert [part.text for part in sections("<p>All of it</p> and more")] == ["All of it and more"]
