"""Every rule in force, printed from the rules themselves, and whom each open reading changes."""

from core.rulebook.book import rulebook
from dashboard.lens import changed_subjects
from dashboard.markup import show
from dashboard.rulebook import book
from dashboard.source import Source


def page(files: Source) -> None:
    show(book(rulebook(files.settings), changed_subjects(files)))
