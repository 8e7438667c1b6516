"""Serve the site on this machine and follow every change: what `build.py --serve` does."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

from scripts.hashing import digest_files, expand
from scripts.stages import CACHE, ROOT, SITE, StageFailed, environment

if TYPE_CHECKING:
    from scripts.build import Builder

ADDRESS = "127.0.0.1:8000"
# MkDocs reloads pages by itself, but not the Python that it has imported already.
NEEDS_RESTART = ("mkdocs.yml", "scripts/site/**/*.py", "src/kldiv/**/*.py", "docs/refs.bib")


def start() -> subprocess.Popen[bytes]:
    """Start MkDocs' own server, which rebuilds a page when its sources change."""
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", ADDRESS, "--watch", "docs/overrides"]
    return subprocess.Popen(command, cwd=ROOT, env=environment())


def regenerate(builder: Builder) -> None:
    """Run the generating stages that are out of date; a failure is shown, and the pages stay as they were."""
    from scripts.build import only_build

    try:
        with only_build(builder.show):
            builder.generate()
    except StageFailed as failure:
        builder.show(f"{failure}; the pages stay as they were.")


def serve(builder: Builder) -> int:
    """Generate, serve, and watch until interrupted."""
    CACHE.mkdir(parents=True, exist_ok=True)
    regenerate(builder)
    server, code = start(), digest_files(ROOT, expand(ROOT, NEEDS_RESTART))
    sources = tuple(pattern for pattern in SITE.inputs if not pattern.startswith("docs"))
    seen = digest_files(ROOT, expand(ROOT, (*sources, "scripts/**/*.py")))
    try:
        while server.poll() is None:
            time.sleep(1)
            now = digest_files(ROOT, expand(ROOT, (*sources, "scripts/**/*.py")))
            if now != seen:
                seen = now
                regenerate(builder)
            latest = digest_files(ROOT, expand(ROOT, NEEDS_RESTART))
            if latest != code:
                code = latest
                server.terminate()
                server.wait()
                server = start()
    except KeyboardInterrupt:
        pass
    finally:
        server.terminate()
        server.wait()
    return 0
