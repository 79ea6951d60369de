"""Who did what when, the state of the chain, and one entry in full."""

from dashboard.audit.ledger import audit
from dashboard.source import Source


def page(files: Source) -> None:
    audit(files)
