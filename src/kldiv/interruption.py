"""Ctrl-C while the command imports what it needs: it ends the process without a word.

A command imports as it goes, and has nothing to tidy; the one that has asks for the usual exception when it begins. In
a reader's own program Ctrl-C stays what it is.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType

#: The exit status of a command that was interrupted.
INTERRUPTED = 130


def _leave(_signal: int, _frame: FrameType | None) -> None:
    os._exit(INTERRUPTED)  # an exception would be told by whatever is being imported


def leave_quietly_while_importing() -> None:
    """Let Ctrl-C end the process at once if it runs the command `kldiv`, or `python -m kldiv`."""
    program = sys.argv[0] if sys.argv else ""
    is_command = program == "-m" or os.path.basename(program) in ("kldiv", "kldiv.exe")  # noqa: PTH119
    if is_command and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, _leave)


def interrupt_as_usual() -> None:
    """Let Ctrl-C raise KeyboardInterrupt again, so that the command can tidy up."""
    if signal.getsignal(signal.SIGINT) is _leave:
        signal.signal(signal.SIGINT, signal.default_int_handler)
