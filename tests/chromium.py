"""The browser that browser tests drive: Debian's Chromium, or another that is on the PATH.

`python -m tests.chromium` installs Debian's where it may, and says plainly what is left out where it may not.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """The path of a Chromium, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> bool:
    """Install Debian's package when we are root on a system that has apt; whether it worked."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return False
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (
        ["update", "-qq"],
        ["install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ):
        command = [apt, *arguments]
        if subprocess.run(
            command, env=environment, stdout=subprocess.DEVNULL, check=False
        ).returncode:
            return False
    return chromium() is not None


if __name__ == "__main__":
    if not chromium() and not install():
        sys.stderr.write(
            "Ingen Chromium finns och den kunde inte installeras: webbläsartesterna (markerade browser) körs inte.\n"
            "Installera paketet chromium för att få med dem.\n"
        )
