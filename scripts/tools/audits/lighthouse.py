"""Lighthouse's verdict on a page, on a phone and on a desk."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

#: The release that is asked; `npm` fetches it, for this alone.
VERSION = "12.8.2"

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def install(folder: Path) -> Path:
    """Fetch Lighthouse into a folder, unless it is there.

    Args:
        folder: where to.

    Returns:
        The path of its script.

    Raises:
        RuntimeError: if there is no npm, or it fails.
    """
    script = folder / VERSION / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not script.is_file():
        npm = shutil.which("npm")
        if npm is None or shutil.which("node") is None:
            raise RuntimeError("Lighthouse needs Node.js with npm: install them, or leave out the part 'scores'")
        command = [npm, "install", "--prefix", str(folder / VERSION), "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run([*command, f"lighthouse@{VERSION}"], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"npm could not install Lighthouse: {done.stderr.strip()[-200:]}")
    return script


def ask(script: Path, chromium: str, address: str, desktop: bool) -> dict[str, float]:
    """Run Lighthouse once.

    Args:
        script: Lighthouse's own, from its npm package.
        chromium: the path of the browser.
        address: the page.
        desktop: as on a desk; otherwise as on a slow phone.

    Returns:
        Its four scores of a hundred, the layout shift and the blocking time in milliseconds.
    """
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
