"""The pages of the API reference, built by MkDocs with the site's configuration."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from lxml import html
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from scripts.site.api_reference import with_distributions
from tests.scripts.site.site_parts import BIBLIOGRAPHY, ROOT

PAGES = ("api.md", "api-distributions.md", "bridges.md")


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    shutil.copytree(ROOT / "docs" / "assets", folder / "assets")
    for page in PAGES:
        (folder / "reference").mkdir(exist_ok=True)
        shutil.copy(ROOT / "docs" / "reference" / page, folder / "reference" / page)
    for name, text in {
        "index.md": "# Home\n",
        "distributions/index.md": "# The distributions\n",
        "refs.bib": BIBLIOGRAPHY,
        "generated/numbers.json": "{}",
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def make(docs: Path, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    nav = ["index.md", *(f"reference/{page}" for page in PAGES)]
    config = load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(docs), site_dir=str(site), nav=nav, strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)


def test_every_entry_is_on_its_page_with_its_examples_as_code(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(docs, tmp_path / "site", monkeypatch)
    for page in PAGES:
        text = with_distributions((docs / "reference" / page).read_text(encoding="utf-8"))
        wanted = re.findall(r"^::: (\S+)", text, re.MULTILINE)
        assert len(wanted) > (5 if page == "bridges.md" else 10)
        tree = html.parse(str(tmp_path / "site" / "reference" / page.replace(".md", ".html"))).getroot()
        ids = tree.xpath("//@id")
        assert set(wanted) - set(ids) == set()
        assert len(ids) == len(set(ids))
        prose = " ".join(tree.xpath("//article//text()[not(ancestor::pre or ancestor::code)]"))
        assert ">>>" not in prose
        assert "<blockquote" not in html.tostring(tree, encoding="unicode")
        examples = [block for block in tree.xpath("//article//pre") if block.text_content().lstrip().startswith(">>>")]
        assert len(examples) >= len(wanted)


def test_a_name_that_does_not_exist_stops_the_build(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (docs / "reference" / "api.md").write_text("# What is in the package?\n\n::: kldiv.no_such_name\n")
    with pytest.raises(Abort):
        make(docs, tmp_path / "site", monkeypatch)
    assert "kldiv.no_such_name could not be found" in caplog.text
