"""What is mended in the theme's own markup on every page: what a validator of HTML names, and idle space."""

from __future__ import annotations

import re

#: A browser that remembers whether a box was ticked would open the drawer on return, so the theme turns that off; the
#: attribute is not allowed there, and its scripts set the boxes themselves.
_AUTOCOMPLETE = re.compile(r'(<input class="md-(?:toggle|option|nav__toggle)[^>]*?) autocomplete="off"')
#: Not every entry of the menu can be reached by Tab; one that cannot has an empty number.
_TABINDEX = re.compile(r'(<label [^>]*?) tabindex=""')
_LABEL = re.compile(r'<label class="([^"]*)" for="([^"]*)">(.*?)</label>', re.DOTALL)

#: The end of a line, empty lines, and how far the next one is moved in.
_INDENTATION = re.compile(r"[ \t]*\n\s*")
#: In code, names, spaces, signs and brackets have the colour of what is around them; the empty one kept a line apart.
_COLOURLESS = re.compile(r'<span class="[nopw]">([^<]*)</span>|<span></span>(?=<code>)')
#: Between two blocks a line's end is nothing.
_BLOCK = r"</?(?:details|div|figcaption|figure|h[1-6]|li|ol|p|summary|table|tbody|td|th|thead|tr|ul)\b[^<>]*>"
_IDLE = re.compile(rf"({_BLOCK})\s+(?=<(?:/?(?:details|div|figure|h[1-6]|li|ol|p|table|tbody|td|th|thead|tr|ul)\b))")
#: What keeps a part of a page out of the search, which is made by now.
_UNSEARCHED = re.compile(r'(<[^<>]*?) data-search-exclude(?:="[^"]*")?')
#: What is left as it is, but for the colours of code.
_VERBATIM = re.compile(r"(<(?:pre|script|textarea)\b.*?</(?:pre|script|textarea)>)", re.DOTALL)
#: What is changed in the theme's script: what it says, and what it says then. Tables that come in their box are left
#: there. The style sheet tells the browser which scheme is on, and nothing is marked while schemes change: either made
#: it work out the style of everything on a page anew while the page opened, a fifth of a second on a phone.
_IN_SCRIPT = (
    ('"table:not([class])"', '"table:not([class]):not(.md-typeset__table>*)"'),
    ('{name:"color-scheme"});document.head.appendChild(o);', '{name:"color-scheme"});'),
    ('document.body.setAttribute("data-md-color-switching",""),', ""),
)


def mend(page: str) -> str:
    """Return a page without them.

    Args:
        page: the HTML of a whole page.

    Returns:
        The same, in which ticks have no ``autocomplete``, ``tabindex`` is never empty, labels of nothing are spans, no
        line around the article is empty or moved in, and nothing is marked that neither browser nor style sheet reads.

    Example:
        >>> mend('<label class="a" for="gone">A</label><input class="md-toggle" id="b" autocomplete="off">')
        '<span class="a">A</span><input class="md-toggle" id="b">'
    """
    page = _TABINDEX.sub(r"\1", _AUTOCOMPLETE.sub(r"\1", page))

    def label(match: re.Match[str]) -> str:
        css, control, text = match.groups()
        return match.group() if f'id="{control}"' in page else f'<span class="{css}">{text}</span>'

    before, article, rest = _LABEL.sub(label, page).partition("<article")
    inside, end, after = rest.rpartition("</article>")
    parts = _VERBATIM.split(inside)
    parts[::2] = [_IDLE.sub(r"\1", _UNSEARCHED.sub(r"\1", part)) for part in parts[::2]]
    parts[1::2] = [_COLOURLESS.sub(r"\1", part) if part.startswith("<pre") else part for part in parts[1::2]]
    inside = "".join(parts)
    mended = _flush_left(before) + article + inside + end + _flush_left(after)
    return mended.replace('<svg xmlns="http://www.w3.org/2000/svg"', "<svg")  # within HTML its name says what it is


def _flush_left(markup: str) -> str:
    """Take the indentation out of markup without a text whose lines count: a third of what stands around an article."""
    return markup if "<pre" in markup or "<textarea" in markup else _IDLE.sub(r"\1", _INDENTATION.sub("\n", markup))


def mend_script(script: str) -> str:
    """Return the theme's script without what it does in vain.

    Args:
        script: its text.

    Returns:
        The text, changed in a few places.

    Raises:
        ValueError: if the script does not say one of these things once.
    """
    for said, instead in _IN_SCRIPT:
        if script.count(said) != 1:
            raise ValueError(f"the theme's script does not say {said} once: see how it does this now")
        script = script.replace(said, instead)
    return script
