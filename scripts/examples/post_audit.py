"""The numbers that the source post prints, each beside the one computed here.

The printed digits are quotations from Gowri Shankar, "KL-Divergence, Relative Entropy in Deep Learning",
10 April 2021. Which of them hold is not stated here but found, by comparing digits.
"""

from __future__ import annotations

from dataclasses import dataclass

from scripts.examples import cats_and_dogs, coins, gaussians
from scripts.examples.display import Numbers, number, power_of_ten, quoted, words


@dataclass(frozen=True)
class Printed:
    """One number of the post.

    Attributes:
        name: its name here.
        digits: as printed.
        unit: the unit it is in, which the post does not print.
        asks: what the post's code or formula asks for, in words.
        ours: the name of the same quantity, computed here.
    """

    name: str
    digits: str
    unit: str
    asks: str
    ours: str


PRINTED = (
    Printed("cats-dogs.decent", "0.3219", "bits", "decent network", "cats-dogs.decent.bits"),
    Printed("cats-dogs.adversarial", "2.3219", "bits", "adversarial network", "cats-dogs.adversarial.bits"),
    Printed("cats-dogs.perfect", "0", "bits", "perfect network", "cats-dogs.perfect.bits"),
    Printed("gaussians.forward", "2.8068528", "nats", "N(1, 1) against N(2, 0.5)", "gaussians.forward.nats"),
    Printed("gaussians.reverse", "0.6371457", "nats", "N(2, 0.5) against N(1, 1)", "gaussians.reverse.nats"),
    Printed("coins", "1.6144631", "nats", "fair against unfair coin", "coins.fair-to-unfair.nats"),
    Printed("fair", "0.0", "nats", "fair against fair coin", "coins.fair-to-fair.nats"),
)
MEANINGS = {
    "coins.unfair-to-fair.nats": "the unfair coin against the fair one",
    "coins.fair-to-unfair.nats": "the fair coin against the unfair one",
    "gaussians.forward.nats": "N(1, 1) against N(2, 0.5)",
}


def places(printed: str) -> int:
    """Count the digits after the point.

    Args:
        printed: a decimal number.

    Returns:
        How many there are.

    Example:
        >>> places("0.3219"), places("0")
        (4, 0)
    """
    return len(printed.partition(".")[2])


def agrees(printed: str, value: float) -> bool:
    """Say whether printed digits are those of a value, the last one give or take one.

    The post computes in single precision, which may spoil the last of eight digits.

    Args:
        printed: the digits.
        value: what they ought to be.

    Returns:
        Whether they agree.

    Example:
        >>> agrees("0.3219", 0.32192809), agrees("0.6371457", 0.81814718)
        (True, False)
    """
    unit = 10.0 ** -places(printed)
    return abs(float(printed) - value) < (unit if float(printed) else unit / 2)


def computed() -> Numbers:
    """Return the numbers that the post's own are compared with."""
    return cats_and_dogs.numbers() | gaussians.numbers() | coins.numbers()


def meant_instead(printed: Printed, ours: Numbers) -> str | None:
    """Look for another quantity of the post whose value the printed digits are.

    Args:
        printed: a number that does not hold.
        ours: the numbers computed here.

    Returns:
        The name of that quantity, or None.
    """
    others = [name for name in MEANINGS if name != printed.ours]
    matches = [name for name in others if agrees(printed.digits, ours[name]["value"])]
    return matches[0] if len(matches) == 1 else None


def numbers() -> Numbers:
    """Quote the post's numbers, and measure how far off the wrong one is.

    Returns:
        Name -> value, unit and text.
    """
    out = {f"post.{item.name}.printed": quoted(item.digits, item.unit) for item in PRINTED}
    ours = computed()
    printed = out["post.gaussians.reverse.printed"]["value"]
    truth = ours["gaussians.reverse.nats"]["value"]
    other = ours["coins.unfair-to-fair.nats"]["value"]
    held = [agrees(item.digits, ours[item.ours]["value"]) for item in PRINTED]
    verdicts = {
        f"post.{item.name}.verdict": words("right" if holds else "wrong")
        for item, holds in zip(PRINTED, held, strict=True)
    }
    return (
        out
        | verdicts
        | {
            "post.gaussians.reverse.relative-error": number(100 * abs(printed - truth) / truth, "%", 0),
            "post.coins.gap": power_of_ten(abs(printed - other), "nats"),
            "post.count.printed": number(len(held), "", 0),
            "post.count.agree": number(sum(held), "", 0),
        }
    )


def verdict(printed: Printed, ours: Numbers) -> str:
    """Say in Markdown whether a printed number holds, and if not, what it is.

    Args:
        printed: the number.
        ours: the numbers computed here.

    Returns:
        The verdict.
    """
    if agrees(printed.digits, ours[printed.ours]["value"]):
        return "agrees"
    instead = meant_instead(printed, ours)
    if instead is None:
        return "**does not agree**"
    return f"**does not agree**: that is {MEANINGS[instead]}, [[n:{instead}]], in single precision"


def fragments() -> dict[str, str]:
    """Write the audit as a table.

    Returns:
        Fragment name -> Markdown.
    """
    ours = computed()
    rows = [
        "| what the post asks for | unit | it prints | computed here | verdict |",
        "|---|---|--:|--:|---|",
    ]
    rows += [
        f"| {item.asks} | {item.unit} | [[n:post.{item.name}.printed]] | [[n:{item.ours}]] | {verdict(item, ours)} |"
        for item in PRINTED
    ]
    return {"post-audit": "\n".join(rows)}
