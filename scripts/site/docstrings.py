"""How docstrings are read for the API reference: an "Example:" is a piece of code, as "Examples:" is."""

from __future__ import annotations

import re
from typing import Any

import griffe

_ONE_EXAMPLE = re.compile(r"^Example:$", re.MULTILINE)


class OneExample(griffe.Extension):
    """Griffe sets the section "Examples:" as code and takes the singular, which Google's style allows, for a note."""

    def on_instance(self, *, obj: griffe.Object, **kwargs: Any) -> None:
        """Put the plural where the singular stands.

        Args:
            obj: a module, class, function or attribute whose docstring has just been read.
            **kwargs: what else Griffe says.
        """
        if obj.docstring is not None:
            obj.docstring.value = _ONE_EXAMPLE.sub("Examples:", obj.docstring.value)
