"""What each library calls the discrete distributions, and those of vectors and matrices; see `names_continuous`."""

from __future__ import annotations

OTHER_NAMES: dict[str, dict[str, str]] = {
    "bernoulli": {
        "torch": "Bernoulli({probs})",
        "tfp": "Bernoulli(probs={probs})",
        "numpyro": "Bernoulli({probs})",
        "scipy": "bernoulli(p={probs})",
        "julia": "Bernoulli({probs})",
        "numpy": "rng.binomial(1, {probs})",
    },
    "binomial": {
        "torch": "Binomial({total_count}, {probs})",
        "tfp": "Binomial({total_count}, probs={probs})",
        "numpyro": "Binomial({total_count}, {probs})",
        "scipy": "binom(n={total_count}, p={probs})",
        "julia": "Binomial({total_count}, {probs})",
        "numpy": "rng.binomial({total_count}, {probs})",
    },
    "categorical": {
        "torch": "Categorical({probs})",
        "tfp": "Categorical(probs={probs})",
        "numpyro": "Categorical({probs})",
        "julia": "Categorical({probs})",
        "numpy": "rng.choice(len({probs}), p={probs})",
    },
    "discrete-uniform": {
        "numpyro": "DiscreteUniform({low}, {high})",
        "scipy": "randint({low}, {high} + 1)",
        "julia": "DiscreteUniform({low}, {high})",
        "numpy": "rng.integers({low}, {high}, endpoint=True)",
    },
    "geometric": {
        "torch": "Geometric({probs})",
        "tfp": "Geometric(probs={probs})",
        "numpyro": "Geometric({probs})",
        "scipy": "geom(p={probs}, loc=-1)",
        "julia": "Geometric({probs})",
        "numpy": "rng.geometric({probs}) - 1",
    },
    "negative-binomial": {
        "torch": "NegativeBinomial({total_count}, {probs})",
        "tfp": "NegativeBinomial({total_count}, probs={probs})",
        "numpyro": "NegativeBinomialProbs({total_count}, {probs})",
        "scipy": "nbinom(n={total_count}, p=1 - {probs})",
        "julia": "NegativeBinomial({total_count}, 1 - {probs})",
        "numpy": "rng.negative_binomial({total_count}, 1 - {probs})",
    },
    "poisson": {
        "torch": "Poisson({rate})",
        "tfp": "Poisson({rate})",
        "numpyro": "Poisson({rate})",
        "scipy": "poisson(mu={rate})",
        "julia": "Poisson({rate})",
        "numpy": "rng.poisson({rate})",
    },
    "dirichlet": {
        "torch": "Dirichlet({concentration})",
        "tfp": "Dirichlet({concentration})",
        "numpyro": "Dirichlet({concentration})",
        "scipy": "dirichlet(alpha={concentration})",
        "julia": "Dirichlet({concentration})",
        "numpy": "rng.dirichlet({concentration})",
    },
    "matrix-normal": {
        "tfp": "MatrixNormalLinearOperator({loc}, {scale_row}, {scale_column})",
        "numpyro": "MatrixNormal({loc}, scale_tril_row={scale_row}, scale_tril_column={scale_column})",
        "scipy": "matrix_normal(mean={loc}, rowcov={row_covariance}, colcov={column_covariance})",
        "julia": "MatrixNormal({loc}, {row_covariance}, {column_covariance})",
    },
    "multivariate-normal": {
        "torch": "MultivariateNormal({loc}, {covariance_matrix})",
        "tfp": "MultivariateNormalFullCovariance({loc}, {covariance_matrix})",
        "numpyro": "MultivariateNormal({loc}, {covariance_matrix})",
        "scipy": "multivariate_normal(mean={loc}, cov={covariance_matrix})",
        "julia": "MvNormal({loc}, {covariance_matrix})",
        "numpy": "rng.multivariate_normal({loc}, {covariance_matrix})",
    },
    "normal-gamma": {},
    "von-mises-fisher": {
        "tfp": "VonMisesFisher({loc}, {concentration})",
        "scipy": "vonmises_fisher(mu={loc}, kappa={concentration})",
        "julia": "VonMisesFisher({loc}, {concentration})",
    },
    "wishart": {
        "torch": "Wishart({df}, covariance_matrix={covariance_matrix})",
        "tfp": "WishartTriL({df}, scale_tril={scale_tril})",
        "numpyro": "Wishart({df}, scale_matrix={covariance_matrix})",
        "scipy": "wishart(df={df}, scale={covariance_matrix})",
        "julia": "Wishart({df}, {covariance_matrix})",
    },
}
