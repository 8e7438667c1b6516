"""What other libraries call each distribution."""

from __future__ import annotations

from kldiv.distributions import find_distribution

#: The libraries by the key that the tables use.
LIBRARIES = {
    "torch": "torch.distributions",
    "tfp": "TensorFlow Probability",
    "numpyro": "NumPyro",
    "scipy": "scipy.stats",
    "julia": "Distributions.jl",
    "numpy": "NumPy (drawing)",
}


def names_of(slug: str, ending: str = "") -> dict[str, str]:
    """Return the call that makes a distribution in each library, its parameters under the names used here.

    Args:
        slug: the distribution's slug.
        ending: put after each parameter's name, such as "_p".

    Returns:
        Library -> call; a library without the distribution is not there.

    Example:
        >>> names_of("exponential")["scipy"]
        'expon(scale=1 / rate)'
    """
    distribution = find_distribution(slug)
    words = {parameter.name: parameter.name + ending for parameter in distribution.spec}
    return {library: template.format(**words) for library, template in distribution.elsewhere.items()}


def trap_of(slug: str) -> str:
    """Return what is easily mistaken between libraries, in Markdown; "" if there is nothing.

    Args:
        slug: the distribution's slug.

    Returns:
        A sentence or two.
    """
    return find_distribution(slug).trap
