"""Time a build from nothing and a build with nothing to do: `python scripts/bench.py`.

The site goes to a temporary folder, so that the one in site/ stays as it is. Packages fetched from npm and
formulas typeset before are kept: neither is this project's own work.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def seconds(site: Path) -> float:
    """How long one build takes."""
    start = time.perf_counter()
    command = [sys.executable, "scripts/build.py", "--site-dir", str(site)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Print both times and their ratio."""
    for record in (ROOT / ".cache" / "build").glob("*.json"):
        record.unlink()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        first, second = seconds(site), min(seconds(site) for _ in range(3))
        size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
        pages = sum(1 for _ in site.rglob("*.html"))
    print(f"from nothing      {first:7.2f} s   {pages} pages, {size / 1e6:.1f} MB")
    print(f"nothing to do     {second:7.2f} s   1/{first / second:.0f} of the first")


if __name__ == "__main__":
    main()
