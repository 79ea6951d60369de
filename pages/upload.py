"""The files of a week: what they say, what they would do, stored whole or not at all, and taken back if need be."""

from dashboard.source import Source
from dashboard.upload.screen import upload


def page(files: Source) -> None:
    upload(files)
