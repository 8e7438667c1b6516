"""One input whose KL term is zero, and a code that gives it away all the same."""

from __future__ import annotations

import mpmath as mp

import kldiv
from scripts.examples.display import Numbers, number
from scripts.examples.second_route import agreed, integral

CENTRE = 10  # of the codes of the second input; those of the first lie around 0, as the prior says


def bell(x: mp.mpf, centre: int) -> mp.mpf:
    """The density of a normal distribution of scale one."""
    return mp.exp(-((x - centre) ** 2) / 2) / mp.sqrt(2 * mp.pi)


def information() -> float:
    """What a code tells about which of two equally likely inputs it came from, in nats, by two routes."""
    places = list(range(-30, 41, 2))

    def mixed(x: mp.mpf) -> mp.mpf:
        return (bell(x, 0) + bell(x, CENTRE)) / 2

    def told(centre: int) -> mp.mpf:
        return integral(lambda x: bell(x, centre) * mp.log(bell(x, centre) / mixed(x)), places)

    both = [told(0), told(CENTRE)]
    entropy = integral(lambda x: -mixed(x) * mp.log(mixed(x)), places)
    return agreed("a code", float(sum(both) / 2), entropy - kldiv.entropy(kldiv.Normal(0, 1)))


def numbers() -> Numbers:
    """Compute the numbers of the example.

    Returns:
        Name -> value, unit and text.
    """
    agreed("the KL term of the first input", kldiv.kl_divergence(kldiv.Normal(0, 1), kldiv.Normal(0, 1)), 0.0)
    return {
        "collapse.centre": number(CENTRE, "", None),
        "collapse.information.nats": number(information(), "nats", 6),
    }
