"""MkDocs with the site's configuration on a small site: what is published, and what stops a strict build."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from scripts.site import vendor
from tests.scripts.site.site_parts import BIBLIOGRAPHY, ROOT

SVG = '<svg viewBox="0 0 10 10"></svg>'
HOME = """\
# The divergence $\\KL{p}{q}$

$$
\\label{eq:home} \\KL{p}{q} \\ge 0
$$

[[n:half]] by \\eqref{eq:home} [@kullback1951, p. 79]; see [the distribution](kl/a-b.md#eq-distribution).

[[figure:seen]]
"""


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    generated = folder / "generated"
    shutil.copytree(ROOT / "docs" / "assets", folder / "assets")
    (generated / "pages" / "kl").mkdir(parents=True)
    (generated / "figures").mkdir()
    (folder / "index.md").write_text(HOME)
    (folder / "refs.bib").write_text(BIBLIOGRAPHY)
    (generated / "pages" / "kl" / "a-b.md").write_text(
        "# A against B\n\n$$\n\\label{eq:distribution} x\n$$\n\\eqref{eq:home}\n"
    )
    (generated / "numbers.json").write_text(json.dumps({"half": {"value": 0.5, "text": "0.5", "unit": "nats"}}))
    for name in ("seen", "unseen"):
        (generated / "figures" / f"{name}.json").write_text(json.dumps({"alt": "A square", "caption": "$x$"}))
        for scheme in ("light", "dark"):
            (generated / "figures" / f"{name}.{scheme}.svg").write_text(SVG)
    return folder


def make(docs: Path, site: Path, monkeypatch: pytest.MonkeyPatch, address: str = "") -> None:
    monkeypatch.chdir(ROOT)
    config = load_config(
        str(ROOT / "mkdocs.yml"),
        docs_dir=str(docs),
        site_dir=str(site),
        nav=[{"Home": "index.md"}],
        strict=True,
        site_url=address,
    )
    config.plugins.on_startup(command="build", dirty=False)
    build(config)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_site_is_published_and_the_same_twice(docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(docs, tmp_path / "one", monkeypatch)
    published = files(tmp_path / "one")
    assert {"index.html", "kl/a-b.html", "refs.bib", "assets/figures/seen.dark.svg"} <= set(published)
    assert not [name for name in published if "unseen" in name or "generated" in name or name.endswith(".md")]
    home = published["index.html"].decode()
    assert '<span class="math" data-tex' not in home
    assert home.count("<math") >= 3
    assert 'href="kl/a-b.html#eq-distribution"' in home
    assert home.count('data-part="search"') == 1
    assert "search/data.js" in home
    assert 'href="../index.html#eq-home"' in published["kl/a-b.html"].decode()
    words = published["search/data.js"].decode()
    assert "mathrm" not in words
    assert "label{" not in words
    assert not [name for name in published if "lunr" in name or "workers" in name or "search_index" in name]
    for name, content in published.items():
        if name.endswith(".html"):
            assert b"https://unpkg" not in content
            assert b"fonts.googleapis" not in content
    make(docs, tmp_path / "two", monkeypatch)
    assert files(tmp_path / "two") == published


def test_a_site_with_an_address_can_be_listed_and_shared(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "https://kl.test/below/"
    make(docs, tmp_path / "site", monkeypatch, address)
    published = files(tmp_path / "site")
    page = published["kl/a-b.html"].decode()
    assert f'<link rel="canonical" href="{address}kl/a-b.html">' in page
    assert f'<meta property="og:url" content="{address}kl/a-b.html">' in page
    (image,) = re.findall(rf'<meta property="og:image" content="{address}([^"]+)">', page)
    assert image in published
    assert f"{address}kl/a-b.html" in published["sitemap.xml"].decode()
    assert f"Sitemap: {address}sitemap.xml" in published["robots.txt"].decode()
    missing = published["404.html"].decode()
    assert 'href="/below/' in missing
    assert re.findall(r'<script defer src="([^"]*missing\.js)"', missing) == ["/below/missing.js"]


def test_a_site_without_an_address_names_none(docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(docs, tmp_path / "site", monkeypatch)
    published = files(tmp_path / "site")
    assert "robots.txt" not in published
    assert not [name for name in published if name.startswith("assets/social/")]
    page = published["kl/a-b.html"].decode()
    assert "canonical" not in page
    assert "og:image" not in page
    missing = published["404.html"].decode()
    assert "../../missing.js" in re.findall(r'<script defer src="([^"]*missing\.js)"', missing)


def test_every_mistake_stops_a_strict_build(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    mistakes = {
        "[[n:third]]": "no computed number is named 'third'",
        "[[figure:third]]": "no figure is named 'third'",
        "[@nobody]": "no source has the key 'nobody'",
        "$\\wrong$": "Temml cannot render",
        "\\eqref{eq:wrong}": "no equation bears the label eq:wrong",
        "[a](kl/a-b.md#wrong)": "does not contain an anchor '#wrong'",
        "[b](wrong.md)": "'wrong.md', but the target is not found",
        "[c](/wrong.html)": "absolute link '/wrong.html'",
    }
    (docs / "index.md").write_text("# Home\n\n" + "\n\n".join(mistakes))
    (docs / "lost.md").write_text("# Not in the navigation\n")
    with pytest.raises(Abort):
        make(docs, tmp_path / "site", monkeypatch)
    said = "\n".join(record.getMessage() for record in caplog.records if record.levelname == "WARNING")
    assert [complaint for complaint in (*mistakes.values(), "lost.md") if complaint not in said] == []


def test_what_comes_from_npm_is_whole_and_local() -> None:
    published = vendor.published_files(ROOT)
    styles = [content.decode() for name, content in published.items() if name.endswith(".css")]
    assert len(styles) == 1
    for style in styles:
        assert "http" not in style
        for used in {part.partition(")")[0] for part in style.split("url(")[1:]}:
            assert used.endswith(".woff2")
            assert any(name.endswith(used.strip("\"'")) for name in published), used
    licences = [name for name in published if name.endswith("LICENSE.txt")]
    assert len(licences) == 9
