"""Tables as Markdown writes them, mended: alignment by classes, as a strict policy asks; no heading without words.

Each comes in the box that it scrolls in. The theme's script would put it there when the page wakes, which browsers
count as a jump of the whole table; see theme_repairs.py.
"""

from __future__ import annotations

import re

_EMPTY = re.compile(r"<th( class=\"\w+\")?>\s*</th>")
_ALIGNED = re.compile(r'(<t[hd]) style="text-align: (left|right|center);"')
_BARE = re.compile(r"<table>.*?</table>", re.DOTALL)
_BOX = r'<div class="md-typeset__scrollwrap"><div class="md-typeset__table">\g<0></div></div>'


def mended(html: str) -> str:
    """Say by a class what tables say by a style, make of a heading without words a cell, and box tables of no class.

    Args:
        html: a page's content.

    Returns:
        The same so mended.

    Example:
        >>> mended('<th></th><td style="text-align: right;">1</td>')
        '<td></td><td class="right">1</td>'
        >>> mended("<table></table>")
        '<div class="md-typeset__scrollwrap"><div class="md-typeset__table"><table></table></div></div>'
    """
    return _BARE.sub(_BOX, _EMPTY.sub(r"<td\1></td>", _ALIGNED.sub(r'\1 class="\2"', html)))
