"""Serving the site while its sources change."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scripts.build.small_project import SmallProject


@pytest.fixture
def address() -> str:
    """An address that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


@pytest.fixture
def served(tmp_path: Path, address: str) -> Iterator[SmallProject]:
    project = SmallProject(tmp_path)
    command = [sys.executable, "-m", "scripts.build", "--serve", "--address", address]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=log, start_new_session=True)
        yield project
        server.terminate()
        assert server.wait(timeout=20) == 0
    with pytest.raises(ProcessLookupError):  # it has taken its own server along
        os.killpg(server.pid, signal.SIGKILL)


def wait_for(address: str, page: str, text: str) -> None:
    """Ask for a page until the text is on it."""
    answer = ""
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"http://{address}/{page}", timeout=5) as response:
                answer = response.read().decode()
        except OSError:  # not there yet
            answer = ""
        if text in answer:
            return
        time.sleep(0.2)
    pytest.fail(f"{text!r} did not come: {answer[:400]}")


def test_changes_are_followed(served: SmallProject, address: str) -> None:
    wait_for(address, "reading.html", "Because.")
    served.edit("docs/reading.md", "Because.", "Because of this.")
    wait_for(address, "reading.html", "Because of this.")
    served.edit("scripts/pages/derivations.py", "Never negative", "Never below zero")
    wait_for(address, "kl/gibbs.html", "Never below zero")
    served.edit("scripts/pages/derivations.py", "CHECK = True", "CHECK = False")
    served.edit("scripts/pages/derivations.py", "Never below zero", "Negative")
    log = served.folder / "log"
    for _ in range(100):
        if "the pages stay as they were" in log.read_text(encoding="utf-8"):
            break
        time.sleep(0.2)
    wait_for(address, "kl/gibbs.html", "Never below zero")
