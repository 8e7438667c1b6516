"""Cats and dogs: a picture of a dog, and four networks that say how sure they are of it."""

from __future__ import annotations

from fractions import Fraction

import kldiv
from scripts.examples import expressions
from scripts.examples.display import Numbers, number, whole
from scripts.examples.second_route import agreed, cross_entropy_sum, divergence_sum, exact, in_bits

REALITY = ("1", "0")
NETWORKS = {
    "decent": ("0.8", "0.2"),
    "adversarial": ("0.2", "0.8"),
    "perfect": ("1", "0"),
    "undecided": ("0.5", "0.5"),
}
DISPUTED = ("0.9", "0.1")
PICTURES = 10


def distribution(probabilities: tuple[str, str]) -> kldiv.Categorical:
    """Return the distribution of one answer, dog first.

    Args:
        probabilities: of dog and of cat, as decimals.

    Returns:
        The distribution.
    """
    return kldiv.Categorical([float(v) for v in probabilities])


def divergence(name: str, p: tuple[str, str], q: tuple[str, str], base: float | None) -> float:
    """Compute D(p‖q) with the package and by an exact sum.

    Args:
        name: what it is called, for the message if the two differ.
        p: the reference.
        q: what stands in for it.
        base: 2 for bits, None for nats.

    Returns:
        The divergence.
    """
    nats = divergence_sum(exact(p), exact(q))
    return agreed(
        name, kldiv.kl_divergence(distribution(p), distribution(q), base=base), in_bits(nats) if base == 2 else nats
    )


def cross_entropy(name: str, p: tuple[str, str], q: tuple[str, str]) -> float:
    """Compute H(p, q) in bits, with the package and by an exact sum.

    Args:
        name: what it is called, for the message if the two differ.
        p: the reference.
        q: what stands in for it.

    Returns:
        The cross-entropy in bits.
    """
    value = kldiv.cross_entropy(distribution(p), distribution(q), base=2)
    return agreed(name, value, in_bits(cross_entropy_sum(exact(p), exact(q))))


def entropy(name: str, p: tuple[str, str]) -> float:
    """Compute H(p) in bits, with the package and by an exact sum.

    Args:
        name: what it is called, for the message if the two differ.
        p: the distribution.

    Returns:
        The entropy in bits.
    """
    return agreed(name, kldiv.entropy(distribution(p), base=2), in_bits(cross_entropy_sum(exact(p), exact(p))))


def digits(value: float) -> int | None:
    """Show zero and whole numbers as they are, everything else with four digits."""
    return None if value.is_integer() else 4


def pictures_until_zero(probability: float) -> int:
    """Find from which n on the n-th power of a probability is too small for a float.

    A running product would never get there: multiplied by 0.8, the smallest float rounds back to itself.

    Args:
        probability: below one.

    Returns:
        The smallest n for which probability**n is 0.0.

    Example:
        >>> pictures_until_zero(1e-200)
        2
    """
    count = 1
    while probability**count > 0.0:
        count += 1
    return count


def numbers() -> Numbers:
    """Compute the numbers of the cats-and-dogs example.

    Returns:
        Name -> value, unit and text.
    """
    out: Numbers = {}

    def put(name: str, value: float, unit: str = "", places: int | None = None, how: str = "") -> None:
        out[f"cats-dogs.{name}"] = number(value, unit, digits(value) if unit else places, how)

    def put_sum(name: str, value: float, unit: str, p: tuple[str, str], q: tuple[str, str]) -> None:
        put(name, value, unit, how=expressions.divergence(p, q, expressions.LOGARITHMS[unit]))

    for animal, probability in zip(("dog", "cat"), REALITY, strict=True):
        put(f"p.{animal}", float(probability))
    for network, q in NETWORKS.items():
        for animal, probability in zip(("dog", "cat"), q, strict=True):
            put(f"{network}.q.{animal}", float(probability))
        put_sum(f"{network}.bits", divergence(f"{network} in bits", REALITY, q, 2), "bits", REALITY, q)
        put_sum(f"{network}.nats", divergence(f"{network} in nats", REALITY, q, None), "nats", REALITY, q)
        paid = expressions.cross_entropy(REALITY, q, expressions.BITS)
        put(f"{network}.cross-entropy.bits", cross_entropy(network, REALITY, q), "bits", how=paid)
        put_sum(f"{network}.reverse.bits", divergence(f"{network} reversed", q, REALITY, 2), "bits", q, REALITY)
    own = expressions.cross_entropy(REALITY, REALITY, expressions.BITS)
    put("entropy.bits", entropy("reality", REALITY), "bits", how=own)

    decent, adversarial = (out[f"cats-dogs.{n}.bits"]["value"] for n in ("decent", "adversarial"))
    gap = agreed("adversarial minus decent", adversarial - decent, in_bits_of_ratio(NETWORKS))
    out["cats-dogs.adversarial-minus-decent.bits"] = number(round(gap, 12), "bits", None, "log2(1/0.2) - log2(1/0.8)")
    for k, animal in enumerate(("dog", "cat")):
        difference = Fraction(REALITY[k]) - Fraction(NETWORKS["decent"][k])
        apart = f"{REALITY[k]} - {NETWORKS['decent'][k]}"
        put(f"decent.difference.{animal}", float(difference), how=apart)
        put(f"disputed.p.{animal}", float(DISPUTED[k]))
    shared = [expressions.cross_entropy(DISPUTED, q, expressions.BITS) for q in (DISPUTED, NETWORKS["decent"])]
    put("disputed.entropy.bits", entropy("disputed", DISPUTED), "bits", how=shared[0])
    price = cross_entropy("disputed", DISPUTED, NETWORKS["decent"])
    put("disputed.cross-entropy.bits", price, "bits", how=shared[1])
    extra = divergence("disputed", DISPUTED, NETWORKS["decent"], 2)
    put_sum("disputed.bits", extra, "bits", DISPUTED, NETWORKS["decent"])

    dog = float(NETWORKS["decent"][0])
    out["cats-dogs.evidence.pictures"] = whole(PICTURES)
    put("evidence.bits", PICTURES * decent, "bits", how=f"{PICTURES}*log2(1/{dog})")
    likelier = agreed("evidence", 2.0 ** (PICTURES * decent), 1 / dog**PICTURES)
    put("evidence.ratio", likelier, places=4, how=f"(1/{dog})**{PICTURES}")
    vanished = pictures_until_zero(dog)
    out["cats-dogs.underflow.pictures"] = whole(vanished)
    out["cats-dogs.underflow.bits"] = number(vanished * decent, "bits", 1, f"{vanished}*log2(1/{dog})")
    return out


def in_bits_of_ratio(networks: dict[str, tuple[str, str]]) -> float:
    """Return log2 of how much likelier the decent network finds the dog than the adversarial one does."""
    ratio = Fraction(networks["decent"][0]) / Fraction(networks["adversarial"][0])
    return float(in_bits(divergence_sum([Fraction(1)], [1 / ratio])))


def fragments() -> dict[str, str]:
    """Write the three cases as a table.

    Returns:
        Fragment name -> Markdown.
    """
    rows = [
        f"| {name} | [[n:cats-dogs.{name}.q.dog]] | [[n:cats-dogs.{name}.q.cat]] "
        f"| [[n:cats-dogs.{name}.bits]] | [[n:cats-dogs.{name}.nats]] "
        f"| [[n:cats-dogs.{name}.cross-entropy.bits]] |"
        for name in ("decent", "adversarial", "perfect")
    ]
    head = [
        "| network | $q(\\text{dog})$ | $q(\\text{cat})$ "
        "| $\\KL{p}{q}$ in bits | $\\KL{p}{q}$ in nats | $\\CE{p}{q}$ in bits |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    return {"cats-and-dogs-table": "\n".join(head + rows)}
