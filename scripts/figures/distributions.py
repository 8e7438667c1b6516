"""The density of each distribution at three settings of its parameters, one small figure a distribution."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

from matplotlib.figure import Figure

from kldiv.algebra.notation import DISCRETE
from kldiv.distributions import DISTRIBUTIONS, Distribution
from kldiv.distributions.base import UNIVARIATE
from kldiv.writing.parameters import letter_tex
from kldiv.writing.tex import expression_tex
from scripts.figures.densities import curve, settings, window
from scripts.figures.labels import label
from scripts.figures.style import Style, panels

#: How each of the three settings is drawn, and what its line is called. They are settings of one distribution, so all
#: are in ink: blue and vermillion tell p from q.
LINES = {"solid": "-", "dashed": (0, (5, 2)), "dotted": (0, (1.2, 1.6))}

#: Names of so many letters stand beside each other.
ONE_LINE = 75


def figures() -> dict[str, SimpleNamespace]:
    """Return a figure for every univariate distribution: name -> what describes it and what draws it."""
    return {
        f"distribution-{slug}": SimpleNamespace(
            META=_meta(distribution), draw=_drawer(distribution), module=__name__, distributions=(slug,)
        )
        for slug, distribution in DISTRIBUTIONS.items()
        if distribution.variate == UNIVARIATE
    }


def _meta(distribution: type[Distribution]) -> dict[str, str]:
    what = "mass function" if distribution.kind == DISCRETE else "density"
    chosen = list(zip(LINES, settings(distribution), strict=True))
    read = "; ".join(f"{line} for {_in_words(one)}" for line, one in chosen)
    seen = "; ".join(f"${_in_letters(one)}$ ({line})" for line, one in chosen)
    return {
        "alt": f"Three curves of the {what} of the {distribution.name} distribution: {read}.",
        "caption": f"The {what} of the {distribution.name} distribution at three settings: {seen}.",
    }


def _digits(distribution: Distribution, name: str) -> str:
    return f"{float(distribution.parameters[name]):g}".replace("-", "−")


def _in_words(distribution: Distribution) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {_digits(distribution, name)}" for name in distribution.parameters)


def _in_letters(distribution: Distribution) -> str:
    return ", ".join(
        f"{letter_tex(p.letter)} = {expression_tex(distribution.parameters[p.name])}" for p in distribution.spec
    )


def _drawer(distribution: type[Distribution]) -> Callable[[Style], Figure]:
    def draw(style: Style) -> Figure:
        figure, axes = panels(2.6, 1, 1)
        ax = axes[0]
        chosen = settings(distribution)
        low, high = window(chosen)
        lines, names = [], []
        for made, line in zip(chosen, LINES.values(), strict=True):
            x, y = curve(made, low, high)
            names.append(", ".join(f"${letter_tex(p.letter)}$ = {_digits(made, p.name)}" for p in distribution.spec))
            steps = "steps-mid" if distribution.kind == DISCRETE else "default"  # a step for each whole number
            lines += ax.plot(x, y, linestyle=line, color=style.ink, linewidth=1.8, drawstyle=steps)
        ax.set_ylim(0, 1.15 * min(ax.get_ylim()[1], 4.0))  # room for a name above the highest
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
        if not label(ax, lines, names, style.ink):  # too close together: a key above them
            columns = 3 if sum(map(len, names)) <= ONE_LINE else 1
            figure.legend(lines, names, loc="outside upper center", ncols=columns, frameon=False, labelcolor=style.ink)
        return figure

    return draw
