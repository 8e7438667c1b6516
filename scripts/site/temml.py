"""Temml at build time: TeX in, MathML out, without Node and without a browser."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import unicodedata
import zlib
from collections.abc import Mapping
from pathlib import Path

from py_mini_racer import MiniRacer

from scripts.site import brackets, formula, math_font, mathml, measure, pieces
from scripts.site.math_font import MathFont
from scripts.site.tex_macros import expand

# Nothing is trusted: no link, no class, no style, no picture.
_DRIVER = r"""
function typeset(tex, displayMode) {
  try {
    return JSON.stringify({markup: temml.renderToString(tex, {
      displayMode: displayMode, throwOnError: true, strict: true, trust: false, maxExpand: 1000,
    })});
  } catch (error) {
    return JSON.stringify({error: String(error.message)});
  }
}
"""


class TexError(ValueError):
    """A formula that Temml refuses."""


class Cache:
    """Rendered formulas, kept between builds in one SQLite file under the hash of all that made them."""

    def __init__(self, path: Path | None) -> None:
        """Open the cache, or one in memory.

        Args:
            path: the file; None for a cache that ends with the process.
        """
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        # The live-reload server renders in a thread of its own, one build at a time.
        self._database = sqlite3.connect(path or ":memory:", timeout=60, check_same_thread=False)
        self._database.execute("create table if not exists formula (hash text primary key, html blob)")
        self._fresh: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        """Return what is stored under a key, if anything is."""
        if key in self._fresh:
            return self._fresh[key]
        row = self._database.execute("select html from formula where hash = ?", (key,)).fetchone()
        return None if row is None else zlib.decompress(row[0]).decode()

    def put(self, key: str, value: str) -> None:
        """Remember a rendered formula; :meth:`save` writes it down."""
        self._fresh[key] = value

    def save(self) -> None:
        """Write what was added since the last time, all at once: another build may be waiting to."""
        rows = [(key, zlib.compress(value.encode())) for key, value in self._fresh.items()]
        with self._database:
            self._database.executemany("insert or replace into formula values (?, ?)", rows)
        self._fresh.clear()


class Temml:
    """A TeX renderer that loads Temml only when a formula is not in its cache."""

    def __init__(self, script: Path, font: Path, macros: Mapping[str, str], cache: Path | None = None) -> None:
        """Prepare a renderer.

        Args:
            script: temml.min.js.
            font: the typeface of the formulas.
            macros: the site's TeX macros.
            cache: where rendered formulas are kept between builds.
        """
        self._source = script.read_text(encoding="utf-8")
        self._setter = formula.Setter(pieces.Cutter(measure.Ruler(MathFont(font))))
        self._macros = dict(macros)
        ours = b"".join(
            Path(str(m.__file__)).read_bytes() for m in (brackets, formula, math_font, mathml, measure, pieces)
        )
        self._salt = hashlib.sha256((self._source + _DRIVER).encode() + ours).hexdigest()
        self._cache = Cache(cache)
        self._engine: MiniRacer | None = None
        self._answers: dict[tuple[str, bool], str] = {}  # most formulas are asked for in both forms

    def mathml(self, tex: str, display: bool = False) -> str:
        """Render a formula as one `<math>`.

        Args:
            tex: the formula, without dollars.
            display: whether it stands on its own.

        Returns:
            MathML.

        Raises:
            TexError: if Temml refuses the formula, with its reason.
        """
        return self._remembered(tex, display, "whole")

    def lines(self, tex: str, display: bool = False) -> str:
        """Typeset a formula as a run of `<math>`, between which a browser may break the line.

        Args:
            tex: the formula, without dollars.
            display: whether it stands on its own.

        Returns:
            HTML.

        Raises:
            TexError: if Temml refuses the formula, with its reason.
        """
        return self._remembered(tex, display, "lines")

    def spelled_out(self, tex: str) -> str:
        """Return a formula without the site's macros, to be copied."""
        return expand(tex, self._macros)

    def save(self) -> None:
        """Keep what was rendered for the next build."""
        self._cache.save()

    def _remembered(self, tex: str, display: bool, form: str) -> str:
        tex = expand(tex, self._macros)
        key = hashlib.sha256(f"{self._salt}\0{form}\0{display}\0{tex}".encode()).hexdigest()
        cached = self._cache.get(key)
        if cached is None:
            row = mathml.parse(self.raw(tex, display))
            if form == "whole":
                cached = formula.whole(row, display)
            else:
                cached = self._setter.display(row) if display else self._setter.inline(row)
            self._cache.put(key, cached)
        return cached

    def raw(self, tex: str, display: bool) -> str:
        """Return what Temml itself makes of a formula without macros."""
        if (tex, display) not in self._answers:
            if self._engine is None:
                self._engine = MiniRacer()
                self._engine.eval(self._source + _DRIVER)
            answer = json.loads(self._engine.call("typeset", tex, display))
            if "error" in answer:
                raise TexError(_one_line(answer["error"]))
            self._answers[tex, display] = str(answer["markup"])
        return self._answers[tex, display]


def _one_line(message: str) -> str:
    """Temml's complaint without the marks that it puts below the place."""
    plain = "".join(c for c in message if not unicodedata.combining(c))
    return " ".join(plain.split())
