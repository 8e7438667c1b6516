"""Write the hashed locks anew: `python -m scripts.tools.lock`. Pins already there are kept where they still fit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# As few versions of each package as will do, for every Python from the oldest one.
VERSIONS = ["--python-version", "3.11.0", "--universal", "--fork-strategy", "fewest"]
OPTIONS = [*VERSIONS, "--generate-hashes", "--no-emit-index-url", "--quiet"]
LOCKS = {
    "requirements/uv.txt": ["requirements/uv.in"],
    "requirements/dev.txt": [
        "pyproject.toml",
        *("--group", "build"),
        *("--group", "site"),
        *("--group", "test"),
        *("--group", "lint"),
    ],
    "requirements/release.txt": ["--group", "release"],
    "requirements/second-opinion.txt": ["requirements/second-opinion.in"],
    "requirements/browser.txt": ["requirements/browser.in"],
}


def main() -> int:
    """Compile each lock; arguments such as `--upgrade` are passed on to uv."""
    uv = str(Path(sys.executable).parent / "uv")
    for lock, sources in LOCKS.items():
        header = ["--custom-compile-command", "make lock"]
        command = [uv, "pip", "compile", *OPTIONS, *header, *sys.argv[1:], *sources, "--output-file", lock]
        if subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode != 0:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
