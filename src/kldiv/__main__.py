"""Run the command line as `python -m kldiv`."""

from __future__ import annotations

import sys

from kldiv.cli import main

if __name__ == "__main__":
    sys.exit(main())
