"""What is registered bears the title that its page shows."""

from __future__ import annotations

from kldiv.register.registry import read
from scripts.tools.registry import written


def test_a_notebook_is_called_by_its_first_heading() -> None:
    text = "# ---\n# jupyter:\n#   kernelspec:\n# ---\n\n# %% [markdown]\n# # Two Gaussians\n#\n# ## Later\n"
    (entry,) = written([("notebooks/two.html", text)])
    assert entry.title == "Two Gaussians"


def test_a_page_by_its_own() -> None:
    (entry,) = written([("learn/one.html", "---\ndescription: none\n---\n\n# Which one? { #which }\n\n## Later\n")])
    assert entry.title == "Which one?"


def test_no_page_is_called_by_a_mark_of_its_format() -> None:
    titles = [entry.title for entry in read().values() if entry.kind == "page"]
    assert len(titles) > 50
    assert [title for title in titles if title.endswith(":")] == []
