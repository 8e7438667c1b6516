"""Two computer algebra systems that share no code with SymPy: how a question is written for each, and how it is put.

A system is given an integral or a sum and answers with a formula, which it then evaluates itself. An answer that
still holds an integral or a sum is no answer: numerical integration proves nothing about a closed form.
"""

from __future__ import annotations

import os
import re
import select
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

import mpmath
import sympy as sp
from sympy.printing.str import StrPrinter

#: Seconds that a system may take over one question.
LIMIT = 10.0

#: Digits to which a system evaluates its answer.
DIGITS = 50

#: Marks the lines that are meant for us.
MARK = "kldiv:"


@dataclass(frozen=True)
class Piece:
    """One definite integral, or sum.

    Attributes:
        body: what is integrated.
        low: the lower end.
        high: the upper end.
    """

    body: sp.Expr
    low: sp.Expr
    high: sp.Expr


@dataclass(frozen=True)
class Question:
    """Definite integrals, or sums, that are added up.

    Attributes:
        pieces: the integrals.
        x: the variable.
        discrete: whether they are sums.
    """

    pieces: tuple[Piece, ...]
    x: sp.Symbol
    discrete: bool


@dataclass(frozen=True)
class Reply:
    """What a system said.

    Attributes:
        formula: its answer, "" if it gave none.
        value: the answer's value, by the system itself.
        reason: why there is no answer: "left as it was", or "time", also for a system that asked back.
    """

    formula: str = ""
    value: str = ""
    reason: str = ""


class _Printer(StrPrinter):
    """Writes formulas as both systems read them, but for the names."""

    names: dict[str, str] = {}

    def _print_Function(self, expr: sp.Function) -> str:
        name = type(expr).__name__
        if name not in self.names:
            raise ValueError(f"{name} has no name here")
        return f"{self.names[name]}({', '.join(map(self._print, expr.args))})"

    _print_log = _print_Function

    def _print_ExpBase(self, expr: sp.exp) -> str:
        return f"exp({self._print(expr.args[0])})"

    def _print_Abs(self, expr: sp.Abs) -> str:
        return f"abs({self._print(expr.args[0])})"

    def _print_Pow(self, expr: sp.Pow, rational: bool = False) -> str:
        return f"(({self._print(expr.base)})^({self._print(expr.exp)}))"

    def _print_Infinity(self, _: object) -> str:
        return "inf"

    def _print_NegativeInfinity(self, _: object) -> str:
        return "-inf"


class MaximaPrinter(_Printer):
    """Writes formulas for Maxima."""

    names = {name: name for name in ("log", "gamma", "factorial", "binomial", "cos")} | {"besseli": "bessel_i"}

    def _print_Pi(self, _: object) -> str:
        return "%pi"


class GiacPrinter(_Printer):
    """Writes formulas for Giac."""

    names = {"log": "ln", "gamma": "Gamma", "factorial": "factorial", "binomial": "comb", "cos": "cos"}


class System(ABC):
    """One computer algebra system.

    Args:
        prefix: the folder that its wheel put bin/, lib/ and share/ in.
    """

    name = ""
    printer: _Printer

    summation = "sum({})"

    def __init__(self, prefix: Path) -> None:
        self.prefix = prefix

    def written(self, question: Question, integral: str = "integrate({})") -> str:
        """Write a question; each integral's constant factor stands before it."""
        form, terms = self.summation if question.discrete else integral, []
        for piece in question.pieces:
            factor, body = piece.body.as_independent(question.x, as_Add=False)
            inside = ", ".join(map(self.printer.doprint, (body, question.x, piece.low, piece.high)))
            terms.append(f"({self.printer.doprint(factor)})*{form.format(inside)}")
        return " + ".join(terms)

    @property
    @abstractmethod
    def version(self) -> str:
        """Its version."""

    @abstractmethod
    def answer(self, question: Question, limit: float) -> Reply:
        """Put a question.

        Args:
            question: what is asked.
            limit: seconds that it may take.

        Returns:
            The reply.
        """

    def by_quadrature(self, question: Question) -> mpmath.mpf | None:
        """Return what the system finds by quadrature, to look into a formula that is doubted; None if nothing."""
        return None


class Maxima(System):
    """Maxima, in one process for many questions: it takes a second to start."""

    name = "Maxima"
    printer = MaximaPrinter()
    summation = "simplify_sum(sum({}))"
    _process: subprocess.Popen[bytes] | None = None

    @property
    def version(self) -> str:
        """Its version."""
        done = subprocess.run(
            [self.prefix / "bin" / "maxima", "--version"], env=self._where(), capture_output=True, text=True, check=True
        )
        return done.stdout.split()[-1]

    def _where(self) -> dict[str, str]:
        """Tell it where its wheel lies; the temporary folder keeps a user's own settings out."""
        (lisp,) = (self.prefix / "lib").glob("ecl-*")
        own = {"MAXIMA_PREFIX": str(self.prefix), "ECLDIR": f"{lisp}/", "MAXIMA_USERDIR": "/nonexistent"}
        return {**os.environ, **own}

    def answer(self, question: Question, limit: float) -> Reply:
        """Put a question; if it asks one back, about a sign, it has not answered."""
        try:
            text = self.written(question)
        except ValueError as error:
            return Reply(reason=str(error))
        said = self._say(
            f'block([r: errcatch({text})], if r = [] then print("{MARK} none") else (r: ev(first(r), nouns, pi: %pi), '
            f'print("{MARK} formula", string(r)), r: errcatch(bfloat(rectform(bfloat(r)))), '
            f'if r # [] then print("{MARK} value", string(first(r)))), print("{MARK} end"))$',
            limit,
        )
        return _read(said, "integrate", "'sum", "sum(", "limit")

    def by_quadrature(self, question: Question) -> mpmath.mpf | None:
        """Integrate each piece by QUADPACK."""
        if question.discrete:
            return None
        is_endless = any(sp.oo in (piece.high, -piece.low) for piece in question.pieces)
        text = self.written(question, f"first({'quad_qagi' if is_endless else 'quad_qags'}({{}}))")
        said = self._say(f'(print("{MARK} value", float({text})), print("{MARK} end"))$', LIMIT) or ""
        found = re.search(rf"{MARK} value (\S+)\s*$", said, re.MULTILINE)
        return mpmath.mpf(found[1]) if found and re.fullmatch(r"[-\d.e]+", found[1]) else None

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [self.prefix / "bin" / "maxima", "--very-quiet"],
            env=self._where(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._process = process
        self._say(f'display2d: false$ linel: 100000$ fpprec: {DIGITS}$ load(simplify_sum)$ print("{MARK} end")$', 60.0)
        return process

    def _say(self, line: str, limit: float) -> str | None:
        """Say something and read up to the end mark; None if it took too long or asked back."""
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{line}\n".encode())
        process.stdin.flush()
        until, said = time.monotonic() + limit, b""
        while f"{MARK} end".encode() not in said:
            ready, _, _ = select.select([process.stdout], [], [], max(0.0, until - time.monotonic()))
            more = os.read(process.stdout.fileno(), 65536) if ready else b""
            said += more
            if not more or said.rstrip().endswith(b"?"):
                self.close()
                return None
        return said.decode()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


class Giac(System):
    """Giac, in a process for each question: it starts in no time."""

    name = "Giac"
    printer = GiacPrinter()

    @property
    def version(self) -> str:
        """Its version."""
        command = [str(self.prefix / "bin" / "giac"), "--version"]
        done = subprocess.run(command, cwd=tempfile.gettempdir(), capture_output=True, text=True, check=True)
        (found,) = re.findall(r"^\d+\.\d+\.\d+", done.stdout, re.MULTILINE)
        return str(found)

    def answer(self, question: Question, limit: float) -> Reply:
        """Put a question."""
        try:
            text = self.written(question)
        except ValueError as error:
            return Reply(reason=str(error))
        said = {"formula": "string(r)", "value": f"string(evalf(r, {DIGITS}))"}
        lines = [f"r := {text};", *(f'"{MARK} {what} " + {how};' for what, how in said.items())]
        with tempfile.TemporaryDirectory() as folder:  # where it leaves a session.tex behind
            script = Path(folder) / "question.giac"
            script.write_text("\n".join(lines), encoding="utf-8")
            command = [str(self.prefix / "bin" / "giac"), script.name]
            try:
                done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=limit, check=False)
            except subprocess.TimeoutExpired:
                return Reply(reason="time")
        return _read(done.stdout, "integrate", "int(", "sum(", "limit", "undef", "infinity")


def _read(said: str | None, *unevaluated: str) -> Reply:
    """Pick a formula and its value out of what a system printed."""
    if said is None:
        return Reply(reason="time")
    found = dict(re.findall(rf'{MARK} (formula|value) (.*?)"?,?\s*$', said, re.MULTILINE))
    formula, value = found.get("formula", ""), found.get("value", "")
    if not formula or any(word in formula for word in unevaluated):
        return Reply(reason="left as it was")
    return Reply(formula, value)
