"""A verdict of one subject in words, by the name that its reading has: what it is, of which kind, and how its answer looks."""

from core.protocol.holds import CODES
from dashboard.look import WORDS, verdict
from dashboard.markup import Html, join, tag
from dashboard.recommendation import STATES

RECOMMENDATION = "second infusion"
READINGS = ("literal reading", "strict reading", "ctDNA", "PET/CT")
SCALES = ("CRS", "ICANS")
KINDS = ("recommendation", "grade", "eligibility verdict", "warning", "reading")  # in the order in which a board asks


def kind_of(name: str) -> str:
    if name == RECOMMENDATION:
        return "recommendation"
    if name in READINGS:
        return "reading"
    if name in CODES:
        return "warning"
    return "grade" if name.startswith(SCALES) else "eligibility verdict"


def verdict_name(name: str) -> Html | str:
    if name in CODES:
        return join([CODES[name].words, " ", tag("span", name, cls="code")])
    return f"eligibility {name}" if kind_of(name) == "eligibility verdict" and name != "eligibility" else name


def answer(name: str, said: str, extra: str = "") -> Html:
    """What is said of it: a state as one looks, anything else in bold."""
    word = STATES.get(said) if name == RECOMMENDATION else WORDS.get(said)
    return verdict(said, word, extra) if word is not None else tag("b", said, cls="graded" if extra else None)
