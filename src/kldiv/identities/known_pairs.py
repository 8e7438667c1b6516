"""Divergences between two members of a class, whose closed form is derived elsewhere and cited as a lemma."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from kldiv.algebra.quantities import Quantity, unfold
from kldiv.deriving.derive import derive
from kldiv.identities.densities import x
from kldiv.proof.chain import Use, use
from kldiv.proof.statements import Statement


def closed_form(slug: str, one: Sequence[sp.Expr], other: Sequence[sp.Expr]) -> Use:
    """Cite the divergence between two distributions of a class.

    Args:
        slug: the class.
        one: the parameters of p.
        other: the parameters of q.

    Returns:
        The lemma with its letters filled in; the variable is x.
    """
    pair = derive(slug, slug)
    symbols = [s for distribution in pair.distributions for s in distribution.parameters.values()]
    renamed = {} if pair.left.variable == x else {pair.left.variable: x}
    return use(pair.as_lemma(), {**dict(zip(symbols, (*one, *other), strict=True)), **renamed})


def stated(cited: Use) -> Statement:
    """What a lemma says with its letters filled in."""
    return cited.lemma.statement.put(cited.bindings)


def written_out(cited: Use) -> sp.Expr:
    """The divergence that a lemma evaluates, as an integral."""
    return unfold(stated(cited).left)


def named(tex: str, text: str, cited: Use) -> Quantity:
    """Give the divergence that a lemma evaluates a name."""
    return Quantity(tex, text, written_out(cited))
