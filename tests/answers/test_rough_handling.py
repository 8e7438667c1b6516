"""Values that are no parameters, interruptions and pickles: one clear line, or what one would expect."""

from __future__ import annotations

import copy
import math
import pickle
import random
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

import kldiv
from kldiv.distributions import DISTRIBUTIONS


class TensorLike:
    """A tensor that requires grad: it will not become an array."""

    ndim = 0

    def __array__(self, *_args, **_kwargs):
        raise RuntimeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")


class Nameless:
    def __repr__(self):
        raise ZeroDivisionError("a repr of its own")


class Incomparable:
    def __eq__(self, other):
        raise ZeroDivisionError("a comparison of its own")

    __lt__ = __gt__ = __le__ = __ge__ = __eq__
    __hash__ = None


class NotAFloat:
    def __float__(self):
        raise ArithmeticError("a number of its own")


BAD = {
    "a tensor with gradient": TensorLike(),
    "no repr": Nameless(),
    "no comparison": Incomparable(),
    "no float": NotAFloat(),
    "a huge integer": 10**400,
    "an integer too long to print": 10**5000,
    "a huge fraction": Fraction(10**400, 3),
    "a huge array": [10**400, 1],
    "a huge SymPy number": sp.Integer(10) ** 400,
    "complex": 1 + 2j,
    "complex without imaginary part": np.complex128(0.5),
    "a complex array": np.array([0.5 + 0j]),
    "complex in a list": [Fraction(1, 2), 0.5j],
    "imaginary": sp.I,
    "a SymPy infinity": sp.zoo,
    "a condition": sp.Symbol("x") > 1,
    "a long text": "1" * 1000,
    "a date": np.datetime64("2026-11-26"),
    "a decimal beyond floats": Decimal("1e400"),
    "ragged": [[1], [1, 2]],
    "many": [float("nan")] * 1000,
}


def usual(distribution):
    """Parameters that a distribution takes."""
    return {"probs": [0.25, 0.75]} if distribution.slug == "categorical" else distribution.draw(random.Random(1))


@pytest.mark.parametrize("slug", sorted(DISTRIBUTIONS))
def test_what_is_no_parameter_is_refused_in_one_line(slug):
    distribution = DISTRIBUTIONS[slug]
    names = list(usual(distribution))
    for name in names:
        for said, bad in BAD.items():
            with pytest.raises(ValueError, match=f"^{distribution.__name__}: ") as refused:
                distribution(**{**usual(distribution), name: bad})
            text = str(refused.value)
            assert len(text) < 300, (name, said)
            assert "\n" not in text, (name, said)
            assert name in text, (name, said)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (TensorLike(), "Use tensor.detach().numpy() instead."),
        (NotAFloat(), "a number of its own"),
        (10**400, "beyond the range of a float"),
        (Fraction(10**400, 3), "beyond the range of a float"),
        (Nameless(), "an object of type Nameless"),
        (1 + 2j, "(1+2j)"),
        (Fraction(-1, 10**120), "-1/1000"),
    ],
)
def test_a_refusal_says_why(bad, said):
    with pytest.raises(ValueError, match=r"^Normal: scale must be positive, got .*") as refused:
        kldiv.Normal(loc=0, scale=bad)
    assert said in str(refused.value)


def test_numbers_of_any_kind_are_still_numbers():
    for half in (0.5, Fraction(1, 2), Decimal("0.5"), np.float32(0.5), sp.Rational(1, 2), np.array(0.5), [0.5]):
        found = kldiv.kl_divergence(kldiv.Bernoulli(half), kldiv.Bernoulli(0.25))
        assert np.allclose(float(np.squeeze(found)), 0.14384103622589042, rtol=1e-15)
    tiny = kldiv.Normal(0, Fraction(1, 10**120))
    assert kldiv.kl_divergence(tiny, tiny) == 0
    assert kldiv.NormalGamma(0, 1, 2, 3).loc.tolist() == [0]


def test_other_arguments_are_refused_in_one_line():
    p = kldiv.Normal(0, 1)
    for base in (Nameless(), Incomparable(), 10**400, 2j, "2" * 1000, TensorLike()):
        with pytest.raises(ValueError, match=r"^base must be a positive number") as refused:
            kldiv.kl_divergence(p, p, base=base)
        assert len(str(refused.value)) < 300
    for other in (Nameless(), Incomparable(), TensorLike()):
        for call in (lambda other=other: kldiv.kl_divergence(p, other), lambda other=other: kldiv.derive(p, other)):
            with pytest.raises(TypeError, match="expected a distribution"):
                call()
    for call in (lambda: kldiv.derive("n" * 1000, "normal"), lambda: kldiv.catalogue().find("n" * 1000)):
        with pytest.raises(ValueError, match=r"^unknown ") as unknown:
            call()
        assert len(str(unknown.value)) < 300


def test_the_catalogue_and_the_notice_pickle():
    known = kldiv.catalogue()
    assert pickle.loads(pickle.dumps(known)) is known
    assert copy.deepcopy(known) is known
    notice = kldiv.QuadratureNotice(2.5e-16)
    for again in (pickle.loads(pickle.dumps(notice)), copy.copy(notice)):
        assert (again.bound, str(again)) == (2.5e-16, str(notice))


#: Imports the package as a program of some name would, and is interrupted when it comes to SymPy.
INTERRUPTED = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # one started in the background ignores it

class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == "sympy":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupt())
sys.argv = [{program!r}, "derive"]
from kldiv.cli import main
from kldiv.derived import derive
"""


@pytest.mark.parametrize("program", ["/somewhere/bin/kldiv", "-m"])
def test_interrupting_the_imports_of_the_command_says_nothing(program):
    code = INTERRUPTED.format(program=program)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.parametrize("arguments", [["derive", "normal", "normal"], ["check", "normal-normal"]])
def test_interrupting_the_imports_of_a_running_command_says_nothing(arguments):
    code = INTERRUPTED.format(program="kldiv").replace(
        "from kldiv.derived import derive", f"sys.exit(main({arguments}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_in_another_program_an_interruption_stays_an_exception():
    code = INTERRUPTED.format(program="reader.py")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode != 130
    assert "KeyboardInterrupt" in done.stderr


def test_once_it_has_run_the_command_leaves_interruptions_as_they_were():
    code = """
import signal, sys
sys.argv = ["kldiv", "--version"]
from kldiv.cli import main
try:
    main()
except SystemExit:
    print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=False)
    assert done.stdout.splitlines()[-1] == "True", done.stderr


def test_bases_of_any_library_of_numbers():
    p, q, a = kldiv.Normal(0, 1), kldiv.Normal(1, 1), sp.Symbol("a", real=True)
    for base in (2, 2.0, np.int8(2), np.float32(2), sp.Integer(2), Fraction(2), Decimal(2)):
        assert kldiv.evaluate(p, q, base) == kldiv.Answer(0.5 / math.log(2), "bits", "closed form")
        assert kldiv.kl_divergence_grad(p, q, base).unit == "bits"
        assert sp.simplify(kldiv.kl_divergence(kldiv.Normal(a, 1), p, base) - a**2 / (2 * sp.log(2))) == 0
    for base in (np.array(2), 2j, [2]):
        with pytest.raises(ValueError, match=r"^base must be a positive number other than 1, got ") as refused:
            kldiv.kl_divergence(p, q, base)
        assert len(str(refused.value)) < 100
    with pytest.raises(ValueError, match=r"got '2'$"):
        kldiv.kl_divergence(p, q, "2")


@pytest.mark.parametrize("ask", [kldiv.evaluate, kldiv.kl_divergence_grad, kldiv.kl_divergence_hessian])
def test_answers_that_hold_arrays_are_compared(ask):
    p, q = kldiv.Normal([0, 1], 1), kldiv.Normal(0, 1)
    assert ask(p, q) == ask(p, q)
    assert ask(p, q) != ask(kldiv.Normal([0, 2], 1), q)
    assert ask(p, q) != ask(p, q, base=2)
    assert ask(p, q) != 1
