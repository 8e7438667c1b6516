"""KaTeX at build time: TeX in, HTML with MathML out, without Node and without a browser."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Mapping
from pathlib import Path

from py_mini_racer import MiniRacer

from scripts.site.tex_macros import expand

# `trust` lets a formula link to an equation (\href is how \eqref arrives here) and to nothing else.
_DRIVER = r"""
function typeset(tex, displayMode) {
  try {
    return JSON.stringify({html: katex.renderToString(tex, {
      displayMode: displayMode, output: "htmlAndMathml", throwOnError: true,
      strict: "error", maxExpand: 1000,
      trust: function (context) {
        if (context.command === "\\href" && context.protocol === "_relative") return true;
        throw new Error(context.command + " is not for formulas, save for a link to an equation");
      },
    })});
  } catch (error) {
    return JSON.stringify({error: String(error.message)});
  }
}
"""


class TexError(ValueError):
    """A formula that KaTeX refuses."""


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


class Katex:
    """A TeX renderer that loads KaTeX only when a formula is not in its cache."""

    def __init__(self, script: Path, macros: Mapping[str, str], cache: Path | None = None) -> None:
        """Prepare a renderer.

        Args:
            script: katex.min.js.
            macros: the site's TeX macros.
            cache: where rendered formulas are kept between builds.
        """
        self._source = script.read_text(encoding="utf-8")
        self._macros = dict(macros)
        self._salt = hashlib.sha256((self._source + _DRIVER).encode()).hexdigest()
        self._cache = Cache(cache)
        self._engine: MiniRacer | None = None

    def render(self, tex: str, display: bool = False) -> str:
        """Typeset a formula.

        Args:
            tex: the formula, without dollars.
            display: whether it stands on its own.

        Returns:
            KaTeX's HTML, with MathML for screen readers.

        Raises:
            TexError: if KaTeX refuses the formula, with its reason.
        """
        tex = expand(tex, self._macros)
        key = hashlib.sha256(f"{self._salt}\0{display}\0{tex}".encode()).hexdigest()
        cached = self._cache.get(key)
        if cached is None:
            cached = self._typeset(tex, display)
            self._cache.put(key, cached)
        return cached

    def save(self) -> None:
        """Keep what was rendered for the next build."""
        self._cache.save()

    def _typeset(self, tex: str, display: bool) -> str:
        if self._engine is None:
            self._engine = MiniRacer()
            self._engine.eval(self._source + _DRIVER)
        answer = json.loads(self._engine.call("typeset", tex, display))
        if "error" in answer:
            raise TexError(answer["error"])
        return str(answer["html"])
