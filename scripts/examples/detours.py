"""Is it a distance? Half the way, the way through a third coin, and the Jensen-Shannon divergence."""

from __future__ import annotations

import math
from fractions import Fraction

from scipy.spatial.distance import jensenshannon

from scripts.examples import coins, expressions
from scripts.examples.categorical import P, Q
from scripts.examples.counted import FIRST, SECOND
from scripts.examples.display import Numbers, number, words
from scripts.examples.second_route import agreed, divergence_sum, exact
from scripts.examples.sums import Decimals, divergence

MIDDLE = ("0.45", "0.35", "0.2")
COINS = {name: (heads, str(round(1 - float(heads), 10))) for name, heads in coins.HEADS.items()}
MIRRORED = ("0.9", "0.1"), ("0.1", "0.9")


def jensen_shannon(p: Decimals, q: Decimals) -> float:
    """Compute the Jensen-Shannon divergence in nats, from its definition and with SciPy.

    Args:
        p: one distribution.
        q: the other.

    Returns:
        Half of the two divergences from the distribution midway.
    """
    first, second = exact(list(p)), exact(list(q))
    middle = [(a + b) / 2 for a, b in zip(first, second, strict=True)]
    by_hand = float(divergence_sum(first, middle) + divergence_sum(second, middle)) / 2
    return agreed("Jensen-Shannon", jensenshannon([float(v) for v in first], [float(v) for v in second]) ** 2, by_hand)


def _halfway() -> Numbers:
    """From p to q by the distribution midway: half the way costs about a quarter."""
    out = divergence("distance.direct", P, Q) | divergence("distance.back", Q, P)
    out |= divergence("distance.first-half", P, MIDDLE) | divergence("distance.second-half", MIDDLE, Q)
    both = sum(float(out[f"distance.{part}-half.nats"]["value"]) for part in ("first", "second"))
    how = f"{expressions.divergence(P, MIDDLE, 'log')} + {expressions.divergence(MIDDLE, Q, 'log')}"
    out["distance.both-halves.nats"] = number(both, "nats", 4, how)
    square = sum(float((Fraction(a) - Fraction(b)) ** 2 / Fraction(a)) for a, b in zip(P, Q, strict=True)) / 2
    out["distance.square.nats"] = number(square, "nats", 4, "(0.5 - 0.4)**2/(2*0.5) + (0.3 - 0.4)**2/(2*0.3)")
    out["distance.middle"] = words(", ".join(MIDDLE))
    return out


def _midway() -> Numbers:
    """The Jensen-Shannon divergence of the animals, and its root between three coins."""
    value = jensen_shannon(P, Q)
    how = f"(({expressions.divergence(P, MIDDLE, 'log')}) + ({expressions.divergence(Q, MIDDLE, 'log')}))/2"
    root = math.sqrt(value)
    out: Numbers = {
        "distance.js.nats": number(value, "nats", 5, how),
        "distance.js.root": number(root, "", 4, f"sqrt({how})"),
        "distance.js.printed": number(float(jensenshannon([0.5, 0.3, 0.2], [0.4, 0.4, 0.2])), "", 6, f"sqrt({how})"),
        "distance.js.halved": number(root / 2, "", 4),
        "distance.js.apart.nats": number(jensen_shannon(("1", "0"), ("0", "1")), "nats", 4, "log(2)"),
        "distance.js.apart.bits": number(round(jensen_shannon(("1", "0"), ("0", "1")) / math.log(2), 12), "bits", None),
    }
    roots = {}
    for one, other in (("fair", "biased"), ("biased", "unfair"), ("fair", "unfair")):
        roots[one, other] = math.sqrt(jensen_shannon(COINS[one], COINS[other]))
        middle = [f"{(float(a) + float(b)) / 2:.10g}" for a, b in zip(COINS[one], COINS[other], strict=True)]
        both = [expressions.divergence(COINS[coin], middle, "log") for coin in (one, other)]
        out[f"distance.root.{one}-{other}"] = number(roots[one, other], "", 4, f"sqrt(({both[0]} + {both[1]})/2)")
    detour = roots["fair", "biased"] + roots["biased", "unfair"]
    if not detour > roots["fair", "unfair"]:
        raise ArithmeticError("the root of the Jensen-Shannon divergence was to obey the triangle inequality")
    parts = (out[f"distance.root.{pair}"]["text"] for pair in ("fair-biased", "biased-unfair"))
    out["distance.root.detour"] = number(detour, "", 4, " + ".join(parts))
    return out


def _counts() -> Numbers:
    """The Jensen-Shannon formula fed with counts as they are, and with their shares."""
    middle = [(a + b) / 2 for a, b in zip(FIRST, SECOND, strict=True)]
    sums = [sum(a * math.log(a / m) for a, m in zip(c, middle, strict=True) if a) for c in (FIRST, SECOND)]
    written = " + ".join(f"{a}*log({a}/{m:g})" for c in (FIRST, SECOND) for a, m in zip(c, middle, strict=True) if a)
    undivided = number(sum(sums) / 2, "", 2, f"({written})/2")
    if undivided["value"] < math.log(2):
        raise ArithmeticError("the counts were to give more than a divergence can be")
    divided = jensen_shannon(("0.5", "0.3", "0.2"), ("0.6", "0.4", "0"))
    return {"distance.js.undivided": undivided, "distance.js.divided.nats": number(divided, "nats", 4)}


def numbers() -> Numbers:
    """Compute the numbers of the lesson on distances.

    Returns:
        Name -> value, unit and text.
    """
    out = _halfway() | _midway() | _counts()
    there, back = divergence("distance.mirrored", *MIRRORED), divergence("distance.mirrored-back", *MIRRORED[::-1])
    agreed("mirrored", *(float(e[f"distance.{n}.nats"]["value"]) for e, n in
                         ((there, "mirrored"), (back, "mirrored-back"))))  # fmt: skip
    pairs = (("fair-to-unfair", "fair", "unfair"), ("fair-to-biased", "fair", "biased"),
             ("biased-to-unfair", "biased", "unfair"), ("unfair-to-fair", "unfair", "fair"),
             ("unfair-to-biased", "unfair", "biased"), ("biased-to-fair", "biased", "fair"))  # fmt: skip
    for name, one, other in pairs:
        out |= divergence(f"distance.{name}", COINS[one], COINS[other])
    for name, parts in (("detour", ("fair-to-biased", "biased-to-unfair")),
                        ("way-back", ("unfair-to-biased", "biased-to-fair"))):  # fmt: skip
        total = sum(float(out[f"distance.{part}.nats"]["value"]) for part in parts)
        how = " + ".join(str(out[f"distance.{part}.nats"]["text"]) for part in parts)
        out[f"distance.{name}.nats"] = number(total, "nats", 4, how)
    return out | there
