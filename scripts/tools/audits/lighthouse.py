"""Lighthouse's verdict on a page, on a phone and on a desk."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from scripts.tools.audits.packages import package

#: The release that is asked.
VERSION = "12.8.2"

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def ask(packages: Path, chromium: str, address: str, desktop: bool) -> dict[str, float]:
    """Run Lighthouse once.

    Args:
        packages: where Lighthouse is kept, or put.
        chromium: the path of the browser.
        address: the page.
        desktop: as on a desk; otherwise as on a slow phone.

    Returns:
        Its four scores of a hundred, the layout shift and the blocking time in milliseconds.
    """
    script = package("lighthouse", VERSION, packages) / "cli" / "index.js"
    command = ["node", str(script), address, "--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}"]
    command += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu", *(["--preset=desktop"] if desktop else [])]
    done = subprocess.run(
        command, env=os.environ | {"CHROME_PATH": chromium}, capture_output=True, text=True, check=True
    )
    report: dict[str, Any] = json.loads(done.stdout)
    found = {name: 100 * report["categories"][name]["score"] for name in CATEGORIES}
    audits = report["audits"]
    return found | {
        "shift": audits["cumulative-layout-shift"]["numericValue"],
        "blocking": audits["total-blocking-time"]["numericValue"],
    }
