"""The second identifier: whether the birth date and the sex that a sheet of results gives are those of the subject it names. Where they are
not, the sheet is another person's, and no choice overrides that."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from core.facts.cells import origin_of
from core.facts.fact import Fact
from core.facts.record import Record
from core.facts.records import Subject
from core.facts.written import cell
from core.layouts.incoming import Claim

WORDS = {"birth_date": "birth date", "sex": "sex"}
Known = Callable[[str], Fact[Subject] | None]


class _Said(NamedTuple):
    """A value and the cell that says it."""

    value: object
    address: str


def strangers(claims: Sequence[Claim], incoming: Iterable[Fact[Record]], known: Known) -> Iterator[str]:
    """Why an upload is refused, one line a claim that contradicts the subject's own record, the one that stands or one that comes along, or
    an earlier claim of the same files."""
    told = _subjects(incoming) if claims else {}
    first: dict[tuple[str, str], _Said] = {}
    for claim in claims:
        stands = known(claim.subject_id)
        records = [*told.get(claim.subject_id, ()), *(() if stands is None else (stands,))]
        said = [_Said(getattr(each.record, claim.what), origin_of(each, claim.what).cell(claim.what)) for each in records]
        said.append(first.setdefault((claim.subject_id, claim.what), _Said(claim.value, claim.address)))
        other = next((each for each in said if each.value not in (None, claim.value)), None)
        if other is not None:
            found = f"{cell(claim.value)}, the {WORDS[claim.what]} of {claim.subject_id}, is another person's"
            yield f"{claim.address}: {found}; expected {cell(other.value)} ({other.address})"


def _subjects(facts: Iterable[Fact[Record]]) -> dict[str, list[Fact[Subject]]]:
    """The rows of the sheet subjects by whom they speak of."""
    found: dict[str, list[Fact[Subject]]] = {}
    for fact in facts:
        if isinstance(fact.record, Subject):
            found.setdefault(fact.record.subject_id, []).append(Fact(fact.record, fact.origin, fact.faults, fact.origins))
    return found
