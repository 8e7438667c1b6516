"""What the tests of the search share: the engine in V8, as a browser would run it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from py_mini_racer import MiniRacer

from scripts.site import search, vendor

ROOT = Path(__file__).resolve().parents[3]


class Asked:
    """A search that is open."""

    def __init__(self, data_script: str) -> None:
        self._engine = MiniRacer()
        self._engine.eval(search.engine_script(vendor.node_modules(ROOT)))
        self._engine.eval(data_script)
        self._engine.eval("const opened = kldivSearch.open(kldivSearch.data)")

    def hits(self, question: str) -> list[dict[str, Any]]:
        """What it answers, best first."""
        found: list[dict[str, Any]] = json.loads(
            str(self._engine.eval(f"JSON.stringify(opened.ask({json.dumps(question)}))"))
        )
        return found

    def places(self, question: str) -> list[str]:
        """Where its answers stand."""
        return [hit["url"] for hit in self.hits(question)]
