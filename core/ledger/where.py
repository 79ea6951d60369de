"""Where the ledger is: the environment's word for it, the place where it is when nothing is said, and its file where it is one."""

from pathlib import Path

STORE = "REINFUSE_STORE"  # names it in the environment
DEFAULT_STORE = "sqlite:///reinfuse.sqlite3"  # in the current folder
FILE = "sqlite:///"


def file_of(url: str) -> Path | None:
    """The file of a ledger in SQLite, `None` where a server holds it. An address without a scheme is a path."""
    if url.startswith(FILE):
        return Path(url.removeprefix(FILE))
    return None if "://" in url else Path(url)
