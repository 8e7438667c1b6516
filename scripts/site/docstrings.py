"""How docstrings are read for the API reference."""

from __future__ import annotations

import importlib
import inspect
import re
from typing import Any

import griffe

DISTRIBUTIONS = "kldiv.distributions."
_ONE_EXAMPLE = re.compile(r"^Example:$", re.MULTILINE)


class Docstrings(griffe.Extension):
    """What the site asks of Griffe beyond reading the sources.

    A distribution's description is completed when its class is made, so it is asked of the class. And the section
    "Examples:" is set as code; the singular, which Google's style allows as well, would be taken for a note.
    """

    def on_object(self, *, obj: griffe.Object, loader: griffe.GriffeLoader, **kwargs: Any) -> None:
        """Complete the docstring of what has been read.

        Args:
            obj: a module, class, function or attribute.
            loader: what read it.
            **kwargs: what else Griffe says.
        """
        if obj.docstring is None:
            return
        if obj.is_class and obj.path.startswith(DISTRIBUTIONS):
            module, _, name = obj.path.rpartition(".")
            made = getattr(importlib.import_module(module), name, None)
            obj.docstring.value = inspect.getdoc(made) or obj.docstring.value
        obj.docstring.value = _ONE_EXAMPLE.sub("Examples:", obj.docstring.value)
