"""What the theme's own markup gets wrong, mended in every page: faults that a validator of HTML names."""

from __future__ import annotations

import re

#: A browser that remembers whether a box was ticked would open the drawer on return, so the theme turns that off; the
#: attribute is not allowed there, and its scripts set the boxes themselves.
_AUTOCOMPLETE = re.compile(r'(<input class="md-(?:toggle|option|nav__toggle)[^>]*?) autocomplete="off"')
#: Not every entry of the menu can be reached by Tab; one that cannot has an empty number.
_TABINDEX = re.compile(r'(<label [^>]*?) tabindex=""')
_LABEL = re.compile(r'<label class="([^"]*)" for="([^"]*)">(.*?)</label>', re.DOTALL)


def mend(page: str) -> str:
    """Return a page without them.

    Args:
        page: the HTML of a whole page.

    Returns:
        The same, in which ticks have no ``autocomplete``, ``tabindex`` is never empty, and labels of nothing are spans.

    Example:
        >>> mend('<label class="a" for="gone">A</label><input class="md-toggle" id="b" autocomplete="off">')
        '<span class="a">A</span><input class="md-toggle" id="b">'
    """
    page = _TABINDEX.sub(r"\1", _AUTOCOMPLETE.sub(r"\1", page))

    def label(match: re.Match[str]) -> str:
        css, control, text = match.groups()
        return match.group() if f'id="{control}"' in page else f'<span class="{css}">{text}</span>'

    return _LABEL.sub(label, page)
