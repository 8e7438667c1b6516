"""Run the `main` of one generating module: `python -m scripts.build.run_stage MODULE FOLDER`."""

from __future__ import annotations

import importlib
import inspect
import sys
from pathlib import Path


def progress(text: str) -> None:
    """Show how far the stage has come."""
    print(text, flush=True)


def main() -> None:
    """Import the module and let it write below the folder.

    A module may define `CheckFailed` for what it finds wrong with the mathematics: its message says all. Any
    other failure is shown with its traceback.
    """
    module, out = importlib.import_module(sys.argv[1]), Path(sys.argv[2])
    wanted = len(inspect.signature(module.main).parameters)
    try:
        module.main(*(out, progress)[:wanted])
    except getattr(module, "CheckFailed", ()) as failure:
        sys.exit(str(failure))


if __name__ == "__main__":
    main()
