"""Further rules, for identities: sums and integrals over undefined distributions, inequalities, limits."""

from __future__ import annotations

from kldiv.proof.record import Rule

UNFOLD = Rule("unfold", "Write out the definitions", "Each named quantity is replaced by what it abbreviates.")
WRITE_OUT = Rule(
    "write-out", "Write out the expectation", "An expectation over finitely many outcomes is a weighted sum."
)
FLIP = Rule("flip", "Turn the ratio over", "$\\log(a/b) = -\\log(b/a)$ for positive $a$ and $b$.")
INSERT_RATIO = Rule(
    "insert-ratio",
    "Bring in the ratio",
    "$\\log b = \\log a - \\log(a/b)$ for positive $a$ and $b$.",
)
NORMALISED = Rule("normalised", "Total probability", "The probabilities of a distribution sum (or integrate) to one.")
MERGE_SUM = Rule("merge-sum", "Join the sums", "Sums (or integrals) over the same range are joined term by term.")
PULL_OUT = Rule(
    "pull-out",
    "Take out of the inner sum",
    "A factor that does not depend on the inner index comes out of its sum.",
)
FACTORISE = Rule(
    "factorise",
    "Factorise the joint distribution",
    "A joint distribution is the marginal distribution times the conditional distribution.",
)
ADD_ZERO = Rule("add-zero", "Add zero", "Quantities that cancel, since both distributions have total one, are added.")
REWRITE = Rule("rewrite", "Rewrite", "The expression is put into an equal form by algebra.")
SUBSTITUTE = Rule("substitute", "Substitute", "A symbol is replaced by the value that it stands for.")
TERMWISE = Rule("termwise", "Compare term by term", "A sum is bounded by the sum of the bounds of its terms.")
NON_NEGATIVE = Rule(
    "non-negative",
    "No term is negative",
    "A sum (or integral) of terms that are never negative is not negative.",
)
REMAINDER = Rule(
    "remainder",
    "Taylor's formula with integral remainder",
    "A function is its tangent plus the integral of its second derivative, weighted.",
)
DIFFERENTIATE = Rule(
    "differentiate", "Differentiate", "A finite sum is differentiated term by term, by the chain rule."
)
CHANGE_VARIABLE = Rule(
    "change-variable",
    "Change the variable",
    "An increasing, smooth change of variable carries an integral over, with its derivative as a factor.",
)
SIFT = Rule("sift", "Sift the sum", "Of a sum against a Kronecker delta only the one matching term is left.")
INTEGRATE_BACK = Rule(
    "antiderivative", "Recognise a derivative", "The sum is, term by term, the derivative of another."
)
KNOWN = Rule(
    "known-result",
    "Put in a known result",
    "The divergence between two normal distributions is replaced by its derived value.",
)
FUNDAMENTAL = Rule(
    "fundamental",
    "Write as an integral",
    "A function is the integral of its derivative from a point where it vanishes.",
)
PROCESSING = Rule("processing", "Data processing", "Keeping only part of the outcome never raises the divergence.")
INTEGRATE = Rule("integrate", "Integrate", "The integral is evaluated by an antiderivative.")
LIMIT = Rule("limit", "Take the limit", "The quotient tends to the ratio of the derivatives (l'Hôpital's rule).")
JENSEN = Rule("jensen", "Jensen's inequality", "A convex function of a mean is at most the mean of the function.")
LOG_SUM = Rule(
    "log-sum",
    "Log-sum inequality",
    "$\\sum a_i \\log(a_i/b_i) \\ge (\\sum a_i) \\log(\\sum a_i / \\sum b_i)$.",
)
SOLVE = Rule("solve", "Solve", "The equation that makes the gradient vanish is solved.")
EVALUATE = Rule("evaluate", "Evaluate", "The numbers of the example are put in and the sum is worked out exactly.")
MEAN = Rule("mean", "Take the mean", "The definition of the mean under the distribution named in the statement.")
MOMENTS = Rule("moments", "Put in the moments", "Each expectation of a power is read off the distribution's moments.")
SERIES = Rule("series", "Expand in a series", "A smooth function is replaced by its Taylor polynomial and a remainder.")
KNOWN_DIVERGENCE = Rule(
    "known-divergence",
    "Put in the closed form",
    "The divergence between two distributions of one family is replaced by its derived value.",
)
LIMIT_OF_FORMULA = Rule(
    "limit-of-formula", "Take the limit", "Where a formula is 0/0, its limit is worked out by a series."
)
PRODUCT_RULE = Rule(
    "product-rule",
    "Differentiate the product",
    "The weight and what is weighted change both: each has its own term.",
)
CHANGE_OF_MEASURE = Rule(
    "change-of-measure",
    "Change the measure",
    "A sum over one distribution is a sum over another, weighted by the ratio of the two.",
)
COMPLETE_SQUARE = Rule(
    "complete-square",
    "Complete the square",
    "A quadratic function is its value at the stationary point plus a quadratic form around it.",
)
EXCHANGE_DISTRIBUTIONS = Rule(
    "exchange-distributions",
    "Exchange the distributions",
    "An expression that is the same for $p, q$ and $q, p$ is symmetric.",
)
KNOWN_RESULT = Rule(
    "known-identity", "Put in a known identity", "The expression is replaced by what was derived for it elsewhere."
)
CASES = Rule("cases", "Tell the cases apart", "A maximum is the one or the other, as the case may be.")
SCORE = Rule("score", "Bring in the score", "$\\partial p = p \\, \\partial \\log p$ where $p$ is positive.")
SYMMETRISE = Rule("symmetrise", "Exchange the order", "A finite double sum may be taken in either order.")

ALL: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
