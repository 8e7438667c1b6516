"""What the search reads of a page: the same words, without the mark-up of highlighted code."""

from __future__ import annotations

import re
from copy import copy
from typing import Any

_CODE = re.compile(r"(?<=<pre>).*?(?=</pre>)", re.DOTALL)
_MARKUP = re.compile(r"</?(?:span|a)\b[^>]*>")


def without_highlighting(html: str) -> str:
    """Take the colours out of code.

    Example:
        >>> without_highlighting('<b>So</b> <pre><span class="n">x</span> &lt; 1</pre>')
        '<b>So</b> <pre>x &lt; 1</pre>'
    """
    return _CODE.sub(lambda code: _MARKUP.sub("", code[0]), html)


def lighten(index: Any) -> None:
    """Let the theme's index read pages without highlighting: nine tags in ten, and no word.

    Args:
        index: the index of Material's search plugin.
    """
    add = index.add_entry_from_context

    def add_light(page: Any) -> None:
        light = copy(page)
        light.content = without_highlighting(page.content)
        add(light)

    index.add_entry_from_context = add_light
