"""Rules about vectors and matrices."""

from __future__ import annotations

from kldiv.proof.record import Rule

FACTOR = Rule("factor", "Use the factor", "$L$ is a factor of the covariance: $L L^{\\mathsf T}$ is the covariance.")
STANDARD_MOMENTS = Rule(
    "standard-moments",
    "Moments of a standard normal vector",
    "The entries of $Z$ are independent with mean 0 and variance 1, so $\\operatorname{E} Z = 0$ and "
    "$\\operatorname{E} Z^{\\mathsf T} B Z = \\operatorname{tr} B$.",
)
CYCLIC = Rule("cyclic-trace", "Turn the trace", "$\\operatorname{tr} AB = \\operatorname{tr} BA$.")
INVERSE = Rule(
    "inverse-of-product",
    "Open the inverses",
    "$(AB)^{-1} = B^{-1} A^{-1}$, and an inverse of an inverse is the matrix itself.",
)
DETERMINANT = Rule(
    "determinant-of-product",
    "Open the determinants",
    "$|AB| = |A| \\, |B|$, $|A^{\\mathsf T}| = |A|$ and $|A^{-1}| = 1 / |A|$.",
)
TRIANGULAR = Rule(
    "triangular-determinant",
    "Determinant of a triangular matrix",
    "The determinant of a triangular matrix is the product of its diagonal.",
)
DETERMINANT_LEMMA = Rule(
    "matrix-determinant-lemma",
    "Matrix determinant lemma",
    "$|\\Psi + W W^{\\mathsf T}| = |\\Psi| \\, |I + W^{\\mathsf T} \\Psi^{-1} W|$: the second "
    "determinant is as small as "
    "the rank.",
)
WOODBURY = Rule(
    "woodbury",
    "Woodbury's identity",
    "$(\\Psi + W W^{\\mathsf T})^{-1} = \\Psi^{-1} - \\Psi^{-1} W (I + W^{\\mathsf T} \\Psi^{-1} W)^{-1} "
    "W^{\\mathsf T} \\Psi^{-1}$.",
)
VEC = Rule(
    "vec",
    "Set the columns one below the other",
    "$\\operatorname{tr}(V^{-1} X^{\\mathsf T} U^{-1} X) = \\operatorname{vec}(X)^{\\mathsf T} (V \\otimes U)^{-1} "
    "\\operatorname{vec}(X)$ and $|V \\otimes U| = |V|^m |U|^n$: the density is that of a normal vector.",
)
KRONECKER_DETERMINANT = Rule(
    "kronecker-determinant",
    "Determinant of a Kronecker product",
    "$|V \\otimes U| = |V|^m |U|^n$ for $U$ of $m$ rows and $V$ of $n$.",
)
KRONECKER_TRACE = Rule(
    "kronecker-trace",
    "Trace of a Kronecker product",
    "$(A \\otimes B)^{-1} = A^{-1} \\otimes B^{-1}$, $(A \\otimes B)(C \\otimes D) = AC \\otimes BD$ and "
    "$\\operatorname{tr}(A \\otimes B) = \\operatorname{tr} A \\operatorname{tr} B$.",
)
UNVEC = Rule(
    "unvec",
    "Back to matrices",
    "$\\operatorname{vec}(X)^{\\mathsf T} (V \\otimes U)^{-1} \\operatorname{vec}(X) = "
    "\\operatorname{tr}(V^{-1} X^{\\mathsf T} U^{-1} X)$.",
)
CONDITION = Rule(
    "condition-on",
    "Take the expectation in two steps",
    "First over $X$ with $\\tau$ held fixed, which is a divergence between two normals, then over $\\tau$.",
)
FACTORISE = Rule("factorise-density", "Factorise", "A joint density is the conditional density times the marginal one.")
GAMMA_RATIO = Rule(
    "gamma-ratio",
    "A share of gamma variables",
    "$X_i$ has the distribution of $G / S$: $G$ is gamma with concentration $\\alpha_i$ and rate 1, and $S$, "
    "the sum of $K$ "
    "independent variables of this kind, is gamma with concentration $\\sum_j \\alpha_j$ and rate 1.",
)
BARTLETT = Rule(
    "bartlett",
    "Bartlett's decomposition",
    "$X$ has the distribution of $L A A^{\\mathsf T} L^{\\mathsf T}$, $L L^{\\mathsf T} = V$, with $A$ lower "
    "triangular and its entries independent. Counting from 0, $A_{i,i}^2$ is chi-squared with $\\nu - i$ "
    "degrees of freedom; the entries "
    "below the diagonal are standard normal.",
)
BARTLETT_MOMENTS = Rule(
    "bartlett-moments",
    "Second moments of the triangular matrix",
    "Off the diagonal $A A^{\\mathsf T}$ has mean 0. Counting from 0, its diagonal entry $i$ is the sum "
    "of $i$ squares of "
    "mean 1 and of $A_{i,i}^2$ of mean $\\nu - i$: $\\nu$ in all.",
)
WRITE_GAMMA = Rule(
    "write-multivariate-gamma",
    "Write out the multivariate gamma function",
    "$\\Gamma_n(a) = \\pi^{n(n-1)/4} \\prod_{i=0}^{n-1} \\Gamma(a - i/2)$.",
)
ROTATION = Rule(
    "rotation",
    "Rotate about the mean direction",
    "The distribution is unchanged by rotations that keep $\\mu$, so $\\operatorname{E} X$ is a multiple of "
    "$\\mu$; the multiple "
    "is $\\operatorname{E} \\mu^{\\mathsf T} X$.",
)
NORMALISER = Rule(
    "normaliser-slope",
    "Differentiate the normaliser",
    "The mean of $\\mu^{\\mathsf T} X$ is the derivative in $\\kappa$ of the logarithm of the integral of "
    "$e^{\\kappa \\mu^{\\mathsf T} x}$ over the sphere.",
)
BESSEL = Rule(
    "bessel-recurrence",
    "Recurrence of the Bessel functions",
    "$I_{a-1}(\\kappa) - I_{a+1}(\\kappa) = (2a/\\kappa) I_a(\\kappa)$.",
)
CHI_SQUARED = Rule(
    "chi-squared",
    "Half the logarithm of a square",
    "$\\log A_{i,i} = \\tfrac12 \\log C$, where $C = A_{i,i}^2$ is chi-squared with $\\nu - i$ degrees of freedom.",
)
UNIT = Rule("unit-length", "Length one", "$\\mu^{\\mathsf T} \\mu = 1$.")
INSTANCE = Rule(
    "insert-arrays", "Put in the arrays", "The symbols for arrays are replaced by the arrays that were given."
)

ALL: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
