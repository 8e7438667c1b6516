"""What the command line says on standard error."""

from __future__ import annotations

import sys

_LONGEST = 290


def one_line(message: object) -> str:
    r"""Return a message on one line, cut if it is very long.

    Args:
        message: a text or an exception.

    Returns:
        The message without line breaks.

    Example:
        >>> one_line("two\nlines")
        'two lines'
    """
    text = " ".join(str(message).split()) or type(message).__name__
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


def complain(message: object) -> None:
    """Print one line on standard error.

    Args:
        message: what to say.
    """
    print(f"kldiv: {one_line(message)}", file=sys.stderr)
