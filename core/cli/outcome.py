"""What may be said of the store when a command ends in a fault: that nothing was stored, as long as nothing was on the way to it."""

NOTHING = "nothing was stored"
UNSURE = "whether it was stored is not known: run it again, what is stored already is not stored twice"
_said = [NOTHING]


def begun() -> None:
    """A command begins."""
    _said.append(NOTHING)


def storing() -> None:
    """From here on a fault may come after the store was written. A refusal says itself that nothing was."""
    _said.append(UNSURE)


def told() -> str:
    return _said[-1]
