"""How a data query stands is said in the ledger: the newest counts, and an earlier moment knows no later one."""

import pytest

from core.changes.queried import QueryRefused, queried, say
from core.cohort.queries import MISSING, Query
from core.ledger.plan import QUERY
from core.ledger.verify import verify

ASKED = Query("S-001", MISSING, "hemoglobin", "not recorded")


def test_the_newest_counts(ledger, clock):
    assert queried(ledger) == {}
    receipt = say(ledger, ASKED, ("Nurse  Wu", "open", ""), "Li Wei", "1")
    say(ledger, ASKED, ("Nurse Wu", "answered", "drawn again"), "Dr A", "2")
    assert receipt.entry.action == QUERY
    first, now = queried(ledger, 1)[ASKED.id], queried(ledger)[ASKED.id]
    assert (first.query, first.owner, first.state, first.reason, first.by) == (ASKED, "Nurse Wu", "open", "", "Li Wei")
    assert (now.state, now.reason, now.by, now.at) == ("answered", "drawn again", "Dr A", clock.now)
    assert verify(ledger).broken == ()


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ((" ", "open", ""), ["owner is blank; expected a name"]),
        (("Wu", "", ""), ["state '' is none; expected one of: open, answered, closed"]),
        (("Wu", "closed", " "), ["reason is blank; expected why it is answered or closed"]),
        (("", "answered", ""), ["owner is blank; expected a name", "reason is blank; expected why it is answered or closed"]),
    ],
)
def test_what_cannot_be_kept_is_refused_in_sentences(ledger, said, faults):
    with pytest.raises(QueryRefused) as refused:
        say(ledger, ASKED, said, "Li Wei", "1")
    assert (str(refused.value).splitlines(), ledger.head().seq) == (faults, 0)
