"""Programs that come from Debian or Ubuntu: installed where that is possible and they are missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def install(package: str) -> bool:
    """Install a package; False where this user may not, or there is no apt-get.

    Args:
        package: its name.

    Returns:
        Whether it is there now.
    """
    apt = shutil.which("apt-get")
    sudo = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if apt is None or (sudo and shutil.which("sudo") is None):
        return False
    command = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", apt, "-qq", "-o=Dpkg::Use-Pty=0"]
    for rest in (["update"], ["install", "--yes", "--no-install-recommends", package]):
        done = subprocess.run([*command, *rest], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            print(done.stderr.strip()[-400:], file=sys.stderr)
            return False
    return True
