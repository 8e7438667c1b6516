"""Build the site: derive, compute, draw, set, check, and put it in place. `python -m scripts.build --help`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scripts.build.builder import Builder, only_build
from scripts.build.serve import serve
from scripts.build.stages import ROOT, StageFailed, preview


def main() -> int:
    """Build, serve, or say what a build would do."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.build", description="Build the site, doing only what changed."
    )
    parser.add_argument("--site-dir", type=Path, default=ROOT / "site", help="where the site belongs")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--check", action="store_true", help="build nothing; exit 1 if it would")
    action.add_argument("--generate", action="store_true", help="derive, compute and draw; leave the site as it is")
    action.add_argument(
        "--preview", nargs="+", metavar="PAGES", help="make and set only these pages, such as 'kl/gamma-*'"
    )
    action.add_argument("--serve", action="store_true", help="serve the site and follow every change")
    parser.add_argument("--address", default="127.0.0.1:8000", help="where to serve it (%(default)s)")
    options = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    builder = Builder(options.site_dir)
    if options.check:
        stale = builder.stale()
        print(f"to build: {', '.join(stale)}" if stale else "nothing to build")
        return 1 if stale else 0
    try:
        if options.preview:
            preview(options.site_dir, options.preview, print)
            return 0
        if options.serve:
            return serve(builder, options.address)
        with only_build(print):
            builder.generate()
            if not options.generate:
                builder.site()
    except StageFailed as failure:
        kept = "; the last good site is still in place" if builder.site_dir.is_dir() else ""
        print(f"The build failed: {failure}{kept}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
