"""Serve the site on this machine and follow every change: what `build.py --serve` does."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterable

from scripts.build.builder import Builder, only_build
from scripts.build.hashing import digest_files, expand
from scripts.build.stages import CACHE, GENERATORS, ROOT, StageFailed, environment

# MkDocs reloads pages by itself, but not the Python that it has imported already.
NEEDS_RESTART = ("mkdocs.yml", "scripts/site/**/*.py", "src/kldiv/**/*.py", "docs/refs.bib")


def start(address: str) -> subprocess.Popen[bytes]:
    """Start MkDocs' own server, which rebuilds the pages that were edited, and only those; a warning is only shown."""
    command = [sys.executable, "-m", "mkdocs", "serve", "--no-strict", "--dirty", "--dev-addr", address]
    return subprocess.Popen(command, cwd=ROOT, env=environment())


def regenerate(builder: Builder) -> None:
    """Run the generating stages that are out of date; a failure is shown, and the pages stay as they were."""
    try:
        with only_build(builder.show):
            builder.generate()
    except StageFailed as failure:
        builder.show(f"{failure}; the pages stay as they were.")


def digest(globs: Iterable[str]) -> str:
    """The fingerprint of the files that the globs name."""
    return digest_files(ROOT, expand(ROOT, globs))


def serve(builder: Builder, address: str) -> int:
    """Generate, serve, and watch until interrupted."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # to be ended is to be interrupted
    CACHE.mkdir(parents=True, exist_ok=True)
    regenerate(builder)
    sources = {glob for stage in GENERATORS for glob in stage.inputs}
    server, code, seen = start(address), digest(NEEDS_RESTART), digest(sources)
    try:
        while server.poll() is None:
            time.sleep(1)
            made = (now := digest(sources)) != seen
            if made:
                seen = now
                regenerate(builder)
            if made or digest(NEEDS_RESTART) != code:  # what was generated may be inserted in any page
                code = digest(NEEDS_RESTART)
                server.terminate()
                server.wait()
                server = start(address)
    except KeyboardInterrupt:
        pass
    finally:
        server.terminate()
        server.wait()
    return 0
