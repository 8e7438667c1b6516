"""What stands above the text of a made page: what search engines are told of it."""

from __future__ import annotations


def front_matter(description: str) -> list[str]:
    """Write the head of a page.

    Example:
        >>> front_matter("All of them.")
        ['---', 'description: "All of them."', '---', '']
    """
    return ["---", f'description: "{description}"', "---", ""]
