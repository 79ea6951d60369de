"""Showing the dashboard in the person's own browser once it listens. Streamlit's own way would first ask for an email address."""

import os
import socket
import sys
import time
import webbrowser

TRIES, PAUSE = 120, 0.25  # half a minute


def has_screen() -> bool:
    """Whether a browser would open a window; without a screen it would take over the terminal."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_when_listening(address: str, port: int) -> None:
    """Open the dashboard's page as soon as somebody answers at its door; give up quietly after half a minute."""
    for _ in range(TRIES):
        try:
            socket.create_connection((address, port), timeout=PAUSE).close()
        except OSError:
            time.sleep(PAUSE)
        else:
            webbrowser.open(f"http://{address}:{port}")
            return
