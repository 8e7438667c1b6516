"""Cross-entropy as an area of blocks, and the entropy and the divergence that it is made of."""

from __future__ import annotations

from matplotlib.figure import Figure

from scripts.examples.animals_cross_entropy import ANIMALS, numbers
from scripts.examples.categorical import P, Q
from scripts.figures.blocks import blocks, differences, frame, label, surprises
from scripts.figures.style import Style, panels

META = {
    "alt": """Two rows of three blocks, for dog, cat and fox, as wide as the animals are probable. On the left they
        are as high as the surprise under q. On the right they are as high as the surprise under p; a hatched strip
        above the dog shows what q pays more, a crossed strip at the top of the cat what it pays less.""",
    "caption": """Each block is as wide as its animal is probable under $p$. Left, its height is the surprise under
        $q$: the areas add up to the cross-entropy, [[n:animals.cross-entropy.bits]] bits. Right, the surprise under
        $p$: the areas add up to the entropy, [[n:animals.entropy.bits]] bits. The hatched area, which $q$ pays more,
        less the crossed one, which it pays less, is $\\KL{p}{q}$.""",
}
TOP = 2.4


def draw(style: Style) -> Figure:
    """Draw the figure."""
    entries = numbers()
    p, q = ([float(v) for v in d] for d in (P, Q))
    own, price = surprises(p), surprises(q)
    figure, (left, right) = panels(3.9, 1, 2, sharey=True)
    blocks(left, style, "q", p, price)
    label(left, style, p, [0.2] * 3, ANIMALS, "ink")
    areas = [f"{entries[f'animals.{animal}.price.area']['value']:.3f}" for animal in ANIMALS]
    label(left, style, p, [h + 0.12 for h in price], areas, "q_ink")
    frame(left, TOP)
    left.set_title("$H(p, q)$: heights from $q$", color=style.q_ink, pad=8)
    blocks(right, style, "p", p, own)
    more = differences(right, style, p, own, price)
    label(right, style, p, [0.2] * 3, ANIMALS, "ink")
    texts = [f"{value:+.3f}".replace("-", "\u2212") if value else "" for value in more]
    label(right, style, p, [price[0] + 0.12, own[1] + 0.12, 0], [texts[0], "", ""], "q_ink")
    label(right, style, p, [0, own[1] + 0.12, 0], ["", texts[1], ""])
    label(right, style, p, [0, 0, own[2] + 0.12], ["", "", "0"], "ink")
    frame(right, TOP, beside="")
    right.set_title("$H(p)$: heights from $p$", color=style.p_ink, pad=8)
    return figure
