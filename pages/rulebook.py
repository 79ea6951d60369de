"""Every rule in force, printed from the rules themselves."""

from core.rulebook.book import rulebook
from dashboard.markup import show
from dashboard.rulebook import book
from dashboard.source import source

show(book(rulebook(source().settings)))
