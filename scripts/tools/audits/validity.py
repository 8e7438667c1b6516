"""The Nu HTML checker's verdict on pages: it comes as an npm package, and runs where there is Java."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from scripts.tools.audits.packages import package

#: The release that is asked.
VERSION = "26.9.27"
#: Attributes that MathML Core allows on every element (https://www.w3.org/TR/mathml-core/#global-attributes), and
#: `intent` of MathML 4; the checker's schema is that of MathML 3 and refuses them.
NEWER = re.compile(r"Attribute “(?:scriptlevel|displaystyle|intent)” not allowed on element “m\w+” at this point\.")


def errors(site: Path, names: list[str], packages: Path) -> dict[str, list[str]]:
    """Ask the checker about some pages.

    Args:
        site: the built site.
        names: the pages.
        packages: where the checker is kept, or put.

    Returns:
        What is wrong, by the page's name; pages without a fault are left out.

    Raises:
        RuntimeError: if there is no Java or no npm.
    """
    jar = package("vnu-jar", VERSION, packages) / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", str(jar), "--format", "json", "--errors-only", *(str(site / name) for name in names)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise RuntimeError("the HTML checker needs Java: install it, or leave out the part 'valid'") from None
    messages: list[dict[str, Any]] = json.loads(done.stderr)["messages"]
    wrong: dict[str, list[str]] = {}
    for message in messages:
        if NEWER.fullmatch(message["message"]):
            continue
        name = Path(message["url"].removeprefix("file:")).relative_to(site).as_posix()
        wrong.setdefault(name, []).append(message["message"])
    return wrong
