"""Every rule in force, printed from the rules themselves."""

from core.rulebook.book import rulebook
from dashboard.markup import show
from dashboard.rulebook import book
from dashboard.source import Source


def page(files: Source) -> None:
    show(book(rulebook(files.settings)))
