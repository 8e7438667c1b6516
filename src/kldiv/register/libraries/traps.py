"""Where libraries mean different things by like names: scale or rate, order, and where counting begins."""

from __future__ import annotations

TRAPS: dict[str, str] = {
    "beta": "`concentration1` belongs to $x$ and comes first; `concentration0` belongs to $1 - x$.",
    "binomial": "Between distributions with different numbers of trials most libraries have no divergence.",
    "categorical": "Distributions.jl numbers the outcomes from 1, the others from 0.",
    "chi2": "All agree on the degrees of freedom; only the class is called `Chisq` in Distributions.jl.",
    "discrete-uniform": "SciPy's upper end is left out, so one is added; NumPy's `integers` needs `endpoint=True`.",
    "exp-gamma": "SciPy calls it `loggamma`: the distribution of the logarithm of a gamma variable.",
    "exponential": "A rate in torch, TensorFlow Probability and NumPyro; a scale, its reciprocal, in SciPy, "
    "Distributions.jl and NumPy.",
    "frechet": "SciPy calls it `invweibull`. Distributions.jl wants the shape first.",
    "gamma": "A rate in torch, TensorFlow Probability and NumPyro; a scale, its reciprocal, in SciPy, "
    "Distributions.jl and NumPy.",
    "geometric": "Failures before the first success, from 0. SciPy and NumPy count trials, from 1.",
    "gumbel": "The distribution of maxima, with its long tail to the right: SciPy's `gumbel_r`, not `gumbel_l`.",
    "half-cauchy": "TensorFlow Probability also wants a location.",
    "inverse-gamma": "torch and NumPyro call the second parameter `rate`, for it is the rate of $1/X$; for $X$ itself "
    "it is a scale, and so SciPy and Distributions.jl name it.",
    "inverse-gaussian": "SciPy's `mu` is the mean divided by the shape, and its `scale` is the shape.",
    "log-normal": "Both parameters are those of $\\log X$. SciPy wants the logarithm's standard deviation as `s` and "
    "$e^\\mu$ as `scale`.",
    "multivariate-normal": "The scale of the univariate distribution is a standard deviation; here it is a "
    "covariance matrix, "
    "or a triangular factor of one.",
    "negative-binomial": "`probs` is the chance of what is counted. SciPy, Distributions.jl and NumPy count the other "
    "outcome, so there it is $1 - $`probs`.",
    "pareto": "torch and NumPyro want the smallest value first, Distributions.jl the tail index. "
    "NumPy draws from a distribution that begins at 0.",
    "student-t": "`scale` is not the standard deviation, which is larger, and infinite up to two degrees of freedom.",
    "uniform": "SciPy wants the lower end and the length.",
    "von-mises": "SciPy takes the concentration first; keywords keep the two apart.",
    "weibull": "torch and NumPyro want the scale first, Distributions.jl the shape. "
    "SciPy's `weibull_min`, not `weibull_max`.",
    "wishart": "NumPyro calls the degrees of freedom `concentration`, without the factor 2 that the name suggests.",
}
