"""What a reader copies from a formula's page runs: every name in it is known, and nothing is imported in vain."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from pathlib import Path

from kldiv.algebra.rebuild import rebuild

CODE = re.compile(r"<pre><code>(.*?)</code></pre>", re.DOTALL)
PYTHON = ("import numpy", "import torch", "import jax")


def copied(site: Path) -> dict[str, str]:
    """Every function on the formulas' pages, by its page and its place there."""
    found = {}
    for path in sorted((site / "kl").glob("*.html")):
        for place, block in enumerate(CODE.findall(path.read_text(encoding="utf-8"))):
            code = html.unescape(re.sub(r"<[^>]+>", "", block))
            if re.search(r"\bkl_\w+\(", code):
                found[f"{path.stem}-{place}"] = code
    return found


def at_fault(folder: Path) -> list[str]:
    """What a linter says of names that are undefined and of imports that are not used."""
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--select", "F"]
    done = subprocess.run(
        [*command, "--output-format", "concise", str(folder)], capture_output=True, text=True, check=False
    )
    return [line for line in done.stdout.splitlines() if re.search(r": F\d+ ", line)]


def unknown(code: str) -> set[str]:
    """The functions that a text in JavaScript calls and neither defines nor imports."""
    body = re.sub(r"^//.*$", "", code, flags=re.MULTILINE)
    called = set(re.findall(r"(?<![\w.])(?!function\b|return\b)(\w+)\(", body))
    return called - set(re.findall(r"import (\w+) from", body)) - set(re.findall(r"function (\w+)\(", body))


def test_python_knows_every_name(site: Path, tmp_path: Path) -> None:
    python = {place: code for place, code in copied(site).items() if any(word in code for word in PYTHON)}
    for word in PYTHON:
        assert sum(word in code for code in python.values()) > 250
    for place, code in python.items():
        (tmp_path / f"{place}.py").write_text(code, encoding="utf-8")
    assert at_fault(tmp_path) == []
    place, code = next((p, c) for p, c in python.items() if "jsp." in c)
    (tmp_path / f"{place}.py").write_text(code.replace("import special as jsp", "import special"), encoding="utf-8")
    assert any("Undefined name `jsp`" in line for line in at_fault(tmp_path))


def test_javascript_imports_what_it_calls(site: Path) -> None:
    scripts = {place: code for place, code in copied(site).items() if re.search(r"^function kl_", code, re.MULTILINE)}
    assert sum("import" in code for code in scripts.values()) > 100
    assert {place: unknown(code) for place, code in scripts.items() if unknown(code)} == {}
    assert unknown("function kl_a_b(x) {\n  return (\n    digamma(x)*Math.log(x)\n  );\n}") == {"digamma"}


def test_the_page_on_data_reads_what_it_offers(site: Path, tmp_path: Path) -> None:
    page = (site / "reference" / "data.html").read_text(encoding="utf-8")
    blocks = [html.unescape(re.sub(r"<[^>]+>", "", block)) for block in CODE.findall(page)]
    for name in ("catalogue.json", "derivations/gamma-weibull.json"):
        (tmp_path / Path(name).name).write_bytes((site / "data" / name).read_bytes())
    printed = [
        block.replace("\nrebuild(", "\nmade = rebuild(") + "\nimport kldiv\nprint(made == kldiv.derive(*PAIR).result)"
        for block in blocks
        if "rebuild" in block
    ]
    for code, pair in zip(printed, (("normal", "normal"), ("gamma", "weibull")), strict=True):
        command = [sys.executable, "-c", code.replace("*PAIR", ", ".join(map(repr, pair)))]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        assert done.stdout == "True\n"
    entries = json.loads((tmp_path / "catalogue.json").read_text(encoding="utf-8"))["entries"]
    assert len(entries) > 1600
    wrong = [e["id"] for e in entries if str(rebuild(e["result"]["sympy"])) != e["result"]["text"]]
    assert wrong == []
