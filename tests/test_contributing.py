"""Every example of CONTRIBUTING.md, tried as it is written."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from lxml import html
from mkdocs.commands.build import build
from mkdocs.config import load_config

from kldiv import Derivation, catalogue
from kldiv.identities import IDENTITIES
from kldiv.proof.statements import Refused
from scripts import figures
from scripts.figures.style import STYLES

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = dict(
    re.findall(
        r"^`(\S+)`:\n\n```\w+\n(.*?)^```$",
        (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"),
        re.DOTALL | re.MULTILINE,
    )
)
IDENTITY = "src/kldiv/identities/chi_square_binary.py"
NUMBERS = "scripts/examples/two_coins.py"
FIGURE = "scripts/figures/two_coins.py"
PAGE = "docs/questions/two-coins.md"


def imported(path: str, folder: Path, monkeypatch: pytest.MonkeyPatch, text: str = "") -> ModuleType:
    """Import an example as if its file stood where it belongs."""
    name = path.removeprefix("src/").removesuffix(".py").replace("/", ".")
    file = folder / Path(path).name
    file.write_text(text or EXAMPLES[path], encoding="utf-8")
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    return module


def derived(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Derivation:
    """Derive the identity of the example, leaving the catalogue as it was."""
    catalogue()  # registers what the example builds upon
    known = dict(IDENTITIES)
    try:
        module = imported(IDENTITY, folder, monkeypatch, text)
        assert set(IDENTITIES) - set(known) == {"chi-square-binary"}
        return Derivation.of(module.chi_square_binary())
    finally:
        IDENTITIES.clear()
        IDENTITIES.update(known)


def test_the_guide_has_an_example_of_each() -> None:
    assert set(EXAMPLES) == {IDENTITY, NUMBERS, FIGURE, PAGE}
    assert not [path for path in EXAMPLES if (ROOT / path).exists()]


def test_the_identity_and_its_lemma_survive_their_checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    derivation = derived(EXAMPLES[IDENTITY], tmp_path, monkeypatch)
    report = derivation.check()
    assert report, str(report)
    assert set(derivation.lemmas) == {"log-below-tangent"}


def test_the_spoilt_identity_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoilt = EXAMPLES[IDENTITY].replace("/ (b * (1 - b)))", "/ (2 * b * (1 - b)))")
    assert spoilt != EXAMPLES[IDENTITY]
    with pytest.raises(Refused, match=r"rewrite: .* could not be shown to be equal"):
        derived(spoilt, tmp_path, monkeypatch)


def test_the_page_shows_its_number_its_figure_and_its_exercise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = imported(NUMBERS, tmp_path, monkeypatch).numbers()
    figure = imported(FIGURE, tmp_path, monkeypatch)
    address = PAGE.removeprefix("docs/")
    files = {address: EXAMPLES[PAGE], "generated/numbers.json": json.dumps(numbers)}
    files["generated/figures/two-coins.json"] = figures.describe(figure)
    files |= {f"generated/figures/two-coins.{style.scheme}.svg": figures.render(figure, style) for style in STYLES}
    files["refs.bib"] = (ROOT / "docs" / "refs.bib").read_text(encoding="utf-8")
    docs = tmp_path / "docs"
    for name, text in files.items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(text, encoding="utf-8")
    (docs / "assets").symlink_to(ROOT / "docs" / "assets")
    monkeypatch.chdir(ROOT)
    config = load_config(
        str(ROOT / "mkdocs.yml"),
        docs_dir=str(docs),
        site_dir=str(tmp_path / "site"),
        nav=[address],
        strict=True,
    )
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    page = html.parse(str(tmp_path / "site" / address.replace(".md", ".html"))).getroot()
    said = page.xpath("//article")[0].text_content()
    assert numbers["two-coins.nats"]["text"] in said
    assert numbers["two-coins.bits"]["text"] in said
    assert page.xpath("//figure//img")
    assert page.xpath("//article//input")
