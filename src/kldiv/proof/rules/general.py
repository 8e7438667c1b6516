"""The rules that a derivation may use, each with its reason."""

from __future__ import annotations

from kldiv.proof.record import Rule

DEFINITION = Rule(
    "definition",
    "Definition",
    "The divergence is the expected log-likelihood ratio when the data follow $p$.",
)
EXPAND_LOG = Rule(
    "expand-log",
    "Expand the logarithm",
    "The logarithm of a product is the sum of the logarithms, and $\\log e^a = a$; every factor is "
    "positive on the support.",
)
LINEARITY = Rule(
    "linearity",
    "Linearity of expectation",
    "The expectation of a finite sum is the sum of the expectations, and constants come out, since each "
    "part is integrable.",
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
    "Transport to the standard distribution",
    "The variable is distributed as a function of a standard variable, so the expectation may be taken there.",
)
NAME_VARIABLE = Rule(
    "name-variable",
    "Name the variable",
    "The letter of the variable does not matter; here the distribution is its own standard distribution.",
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
    "Each expectation is a value or a derivative of the generating functional of the standard distribution.",
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

FUNDAMENTAL = Rule(
    "fundamental-theorem",
    "Fundamental theorem of calculus",
    "The integral is the difference of an antiderivative at the ends; the antiderivative is verified by "
    "differentiation.",
)
PARTIAL = Rule(
    "partial-expectation",
    "Put in the partial expectations",
    "The expectation over the part below the turning point is an incomplete form of the generating functional.",
)
OUTCOMES = Rule("outcomes", "Add up the outcomes", "With two outcomes the expectation is a sum of two terms.")
POISSON = Rule(
    "poisson-formula",
    "Poisson's formula",
    "The Cauchy density is the Poisson kernel of the upper half-plane: the expectation of a harmonic "
    "function is its value at $\\mu + i s$.",
)
ANGLE_SUM = Rule("angle-sum", "Cosine of a sum", "The angle is measured from the mean direction.")
LOG_PARTITION = Rule(
    "log-partition",
    "Differentiate the log-partition function",
    "The mean of a sufficient statistic is the derivative of the log-partition function; the sine is odd "
    "and averages to zero.",
)
BY_PARTS = Rule(
    "by-parts",
    "Integrate by parts",
    "The boundary terms vanish, and the remaining integral is the exponential integral $E_1$.",
)
SHARED = Rule(
    "shared-parameter",
    "Set the shared parameter equal",
    "The closed form is for distributions that share this parameter.",
)
DIVERGENCE = Rule(
    "divergent-expectation",
    "An expectation that diverges",
    "One part of the log ratio is not integrable under $p$ and the others are; since $D \\ge 0$ always "
    "exists, it is $+\\infty$.",
)

ALL: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
