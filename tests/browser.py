"""The browser that the tests drive: found, or installed where that is possible.

`python -m tests.browser` makes sure that there is one, and says how to get one where it can't.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""What Chromium is called on different systems."""

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""For a browser that runs as root in a container and looks nothing up anywhere."""

ADVICE = (
    "The browser tests need Chromium. Install it (Debian and Ubuntu: apt-get install chromium; elsewhere:"
    " .venv/bin/playwright install chromium), or name one with CHROMIUM=/path/to/chromium."
)


def find_browser() -> str | None:
    """The path of a Chromium: that in CHROMIUM, one of the system, or Playwright's own."""
    named = os.environ.get("CHROMIUM")

    if named:
        return named if Path(named).is_file() else None

    for name in NAMES:
        if path := shutil.which(name):
            return path

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        return own if Path(own).is_file() else None


def install_browser() -> None:
    """Try to install one: as a Debian package where we may, else Playwright's own build."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        wanted = ("apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium", "fonts-noto-core")

        for command in (("apt-get", "update", "--quiet"), wanted):
            subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)
    else:
        subprocess.run((sys.executable, "-m", "playwright", "install", "chromium"), check=False)


def main() -> int:
    """Make sure that there is a browser; the exit code."""
    if find_browser() is None:
        sys.stdout.write("Installing Chromium for the browser tests (once)…\n")
        sys.stdout.flush()
        install_browser()

    if find_browser() is None:
        sys.stderr.write(f"{ADVICE}\n")
        return 2

    return 0


if __name__ == "__main__":
    sys.exit(main())
