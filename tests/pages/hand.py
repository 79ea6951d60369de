"""What a person does on a page that stores something: gives a name, opens, types, chooses, presses; and what the store holds then."""

import secrets

from core.changes.by_hand import enter
from core.ledger.ledger import Ledger
from dashboard.acting import ACTING

NAME = "Li Na"


def again(shown):
    return type(shown)(shown.run.run())


def acting(shown, name=NAME):
    shown.run.session_state[ACTING] = name
    return again(shown)


def records(shown, subject="S-001", name=NAME):
    """The page with its Records block open, by somebody who has given a name."""
    shown.run.query_params["records"] = "open"
    return acting(shown, name)


def typed(shown, **fields):
    """Fields filled in by what their label begins with, underscores as blanks."""
    for name, value in fields.items():
        label = name.replace("_", " ").lower()
        field = next(each for each in (*shown.run.text_input, *shown.run.selectbox) if each.label.lower().startswith(label))
        field.set_value(value)
    return shown


def pressed(shown, label):
    """Press the button whose label begins so."""
    next(each for each in shown.run.button if each.label.startswith(label)).click()
    return again(shown)


def labels(shown):
    return [each.label for each in (*shown.run.text_input, *shown.run.selectbox, *shown.run.button)]


def entries(url):
    ledger = Ledger.open(url)
    found = ledger.entries()
    ledger.close()
    return found


def entered(url, subject, sheet, by="Somebody else", **cells):
    """A record by hand, told past the page."""
    ledger = Ledger.open(url)
    receipt = ledger.commit(enter(ledger, subject, sheet, cells, by, "phoned"), by, secrets.token_hex())
    ledger.close()
    return receipt
