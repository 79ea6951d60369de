"""What the site has chosen, and the way to change it."""

from dashboard.markup import show, tag
from dashboard.settings.change import change
from dashboard.settings.course import course
from dashboard.settings.table import settings_table
from dashboard.source import Source


def page(files: Source) -> None:
    turns = course(files.ledger, files.version)
    show(tag("h1", "Settings"), settings_table(files.settings, turns))
    change(files)
