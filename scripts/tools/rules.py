"""Write the names of the rules that come with the package, for `kldiv verify`: `python -m scripts.tools.rules`.

A program that checks exported derivations must know the rules without the code that applies them.
"""

from __future__ import annotations

import json
from pathlib import Path

from kldiv.entries import catalogue
from kldiv.proof.kernel import RULES
from kldiv.proof.theorems import THEOREMS

PATH = Path(__file__).resolve().parents[2] / "src" / "kldiv" / "verifying" / "rules.json"


def current() -> dict[str, str]:
    """Return the title of every registered rule by its name, and of every theorem behind "theorem:"."""
    assert len(catalogue())  # whose modules bring the rules and the theorems
    rules = {slug: rule.title for slug, rule in RULES.items()}
    theorems = {f"theorem:{name}": theorem.title for name, theorem in THEOREMS.items()}
    return dict(sorted({**rules, **theorems}.items()))


def text_of(rules: dict[str, str]) -> str:
    """Write the file, one rule a line."""
    return json.dumps(rules, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the file."""
    PATH.write_text(text_of(current()), encoding="utf-8")


if __name__ == "__main__":
    main()
