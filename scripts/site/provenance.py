"""Where the numbers of a page come from: a fold at its foot names the script of each, for whoever does not hover."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from scripts.site.named_numbers import NamedNumber

_NAMED = re.compile(r'data-number="([^"]+)"')


def block(content: str, numbers: Mapping[str, NamedNumber]) -> str:
    """List the numbers of a page by the script that computed them.

    Args:
        content: the page's HTML.
        numbers: the numbers of the build.

    Returns:
        The fold; nothing for a page without such numbers.
    """
    by_script: dict[str, list[str]] = {}
    for name in dict.fromkeys(_NAMED.findall(content)):
        number = numbers.get(name)
        if number is not None and number.source:
            shown = f'<span class="number">{html.escape(number.with_unit(number.text))}</span>'
            listed = by_script.setdefault(number.source, [])
            if shown not in listed:
                listed.append(shown)
    if not by_script:
        return ""
    rows = "".join(
        f"<li><code>{script}</code>: {', '.join(listed)}</li>\n" for script, listed in sorted(by_script.items())
    )
    return (
        '\n<details class="provenance" data-search-exclude>\n<summary>Where the numbers come from</summary>\n'
        f"<p>Each was computed when this page was made.</p>\n<ul>\n{rows}</ul>\n</details>\n"
    )
