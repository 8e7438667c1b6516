"""The rules that a derivation may use, each with its reason."""

from __future__ import annotations

from kldiv.derivation import Rule

DEFINITION = Rule(
    "definition",
    "Definition",
    "The divergence is the expected log-likelihood ratio when the data follow $p$.",
)
EXPAND_LOG = Rule(
    "expand-log",
    "Expand the logarithm",
    "The logarithm of a product is the sum of the logarithms, and $\\log e^a = a$; every factor is positive on the support.",
)
LINEARITY = Rule(
    "linearity",
    "Linearity of expectation",
    "The expectation of a finite sum is the sum of the expectations, and constants come out, since each part is integrable.",
)
LEMMAS = Rule(
    "lemmas",
    "Put in the expectations",
    "Each expectation is replaced by the value that its lemma derives.",
)
SIMPLIFY = Rule(
    "simplify",
    "Simplify",
    "Terms are cancelled and collected, and logarithms joined; the value does not change.",
)
TRANSPORT = Rule(
    "transport",
    "Transport to the standard law",
    "The variable has the same law as a function of a standard variable, so the expectation may be taken there.",
)
SYMMETRY = Rule(
    "symmetry",
    "Average over the sign",
    "Both signs are equally likely, so the expectation is the mean of the two.",
)
EXPAND = Rule(
    "expand",
    "Expand",
    "Products and powers of sums are multiplied out, and logarithms of products opened.",
)
FUNCTIONAL = Rule(
    "functional",
    "Read off the generating functional",
    "Each expectation is a value or a derivative of the generating functional of the standard law.",
)
SPLIT = Rule(
    "split",
    "Split where the absolute value turns",
    "On each side of the turning point the absolute value is a plain difference.",
)
SUPPORT = Rule(
    "support",
    "Compare the supports",
    "Where $p$ has mass and $q$ has none, the ratio $p/q$ is infinite on an event of positive probability.",
)
INSERT = Rule(
    "insert-densities",
    "Put in the densities",
    "Both densities are written out on the support of $p$.",
)
LOG_RATIO = Rule(
    "log-of-ratio",
    "Logarithm of a ratio",
    "$\\log(a/b) = \\log a - \\log b$ for positive $a$ and $b$.",
)
DISTRIBUTE = Rule("distribute", "Multiply out", "The factor is distributed over the difference.")
SPLIT_SUM = Rule(
    "split-sum",
    "Split the sum",
    "The sum (or integral) of a difference is the difference of the two, when both are finite.",
)
RECOGNISE = Rule("recognise", "Recognise", "Each part is the definition of a named quantity.")

ALL: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
