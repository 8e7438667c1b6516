"""The Kullback-Leibler divergence, derived and checked.

A name is imported from its module when it is first used, so that importing the package costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kldiv.discovery import distribution_modules
from kldiv.interruption import leave_quietly_while_importing
from kldiv.version import __version__ as __version__

leave_quietly_while_importing()

if TYPE_CHECKING:  # editors and mypy see every name at once
    from kldiv.answers.estimates import Estimate as Estimate
    from kldiv.answers.gradients import Gradient as Gradient
    from kldiv.answers.gradients import Hessian as Hessian
    from kldiv.answers.gradients import kl_divergence_grad as kl_divergence_grad
    from kldiv.answers.gradients import kl_divergence_hessian as kl_divergence_hessian
    from kldiv.answers.measures import cross_entropy as cross_entropy
    from kldiv.answers.measures import entropy as entropy
    from kldiv.answers.measures import evaluate as evaluate
    from kldiv.answers.measures import kl_divergence as kl_divergence
    from kldiv.answers.mixtures import Mixture as Mixture
    from kldiv.answers.mixtures import MixtureAnswer as MixtureAnswer
    from kldiv.answers.mixtures import mixture_divergence as mixture_divergence
    from kldiv.answers.notices import Answer as Answer
    from kldiv.answers.notices import PrecisionNotice as PrecisionNotice
    from kldiv.answers.notices import QuadratureNotice as QuadratureNotice
    from kldiv.answers.samples import EstimateNotice as EstimateNotice
    from kldiv.answers.samples import Samples as Samples
    from kldiv.answers.samples import from_samples as from_samples
    from kldiv.derived import Derivation as Derivation
    from kldiv.derived import derive as derive
    from kldiv.distributions import Distribution as Distribution
    from kldiv.distributions import Support as Support
    from kldiv.distributions import Value as Value
    from kldiv.distributions import parameter as parameter
    from kldiv.distributions.names import *  # noqa: F403 - for editors and mypy, which do not look into folders
    from kldiv.distributions.rounding import RoundingNotice as RoundingNotice
    from kldiv.entries import catalogue as catalogue

#: Where each public name comes from, but for the distributions, whose files are looked up.
_MODULES = {
    "Answer": "kldiv.answers.notices",
    "Derivation": "kldiv.derived",
    "Distribution": "kldiv.distributions",
    "PrecisionNotice": "kldiv.answers.notices",
    "QuadratureNotice": "kldiv.answers.notices",
    "RoundingNotice": "kldiv.distributions.rounding",
    "Mixture": "kldiv.answers.mixtures",
    "MixtureAnswer": "kldiv.answers.mixtures",
    "Estimate": "kldiv.answers.estimates",
    "EstimateNotice": "kldiv.answers.samples",
    "Gradient": "kldiv.answers.gradients",
    "Hessian": "kldiv.answers.gradients",
    "Samples": "kldiv.answers.samples",
    "Support": "kldiv.distributions",
    "Value": "kldiv.distributions",
    "catalogue": "kldiv.entries",
    "cross_entropy": "kldiv.answers.measures",
    "derive": "kldiv.derived",
    "entropy": "kldiv.answers.measures",
    "evaluate": "kldiv.answers.measures",
    "from_samples": "kldiv.answers.samples",
    "kl_divergence": "kldiv.answers.measures",
    "mixture_divergence": "kldiv.answers.mixtures",
    "kl_divergence_grad": "kldiv.answers.gradients",
    "kl_divergence_hessian": "kldiv.answers.gradients",
    "parameter": "kldiv.distributions",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name == "__all__":
        return sorted((*_MODULES, *distribution_modules(), "__version__"))
    module = _MODULES.get(name) or distribution_modules().get(name)
    if module is None:
        raise AttributeError(f"module 'kldiv' has no attribute {name!r}")
    globals()[name] = getattr(import_module(module), name)
    return globals()[name]


def __dir__() -> list[str]:
    return sorted({*globals(), *__getattr__("__all__")})
