"""ctDNA calls in order of day, assay by assay: what the rule of the second infusion compares. Calls of different assays never meet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from core.facts.fact import Fact
from core.facts.records import Ctdna
from core.response.window import WINDOW, days_since

Sample = Fact[Ctdna]
Kept = tuple["Call", ...]

EVALUABLE = ("positive", "negative")


class Call(NamedTuple):
    """One sample with a call; `day` counts from infusion 1."""

    day: int
    word: str
    sample: Sample

    @property
    def assay(self) -> str | None:
        return self.sample.record.assay


@dataclass(frozen=True, slots=True)
class Series:
    """The evaluable calls of one assay that count: its baseline (the newest before infusion 1), the earlier ones of the window, and
    those of the newest day."""

    baseline: Kept
    earlier: Kept
    newest: Kept

    @property
    def before(self) -> Kept:
        return self.baseline + self.earlier

    @property
    def size(self) -> int:
        """How many earlier calls there are; the same call twice on a day counts once."""
        return len({(call.day, call.word) for call in self.before})

    @property
    def clashing(self) -> Kept:
        """The earlier calls of a day that has two different ones (rule 7)."""
        words = {(call.day, call.word) for call in self.before}
        return tuple(call for call in self.before if all((call.day, word) in words for word in EVALUABLE))

    @property
    def answer(self) -> Literal["persistent", "converted"]:
        """What a positive newest call makes of the earlier ones (rule 5)."""
        return "converted" if any(call.word == "negative" for call in self.before) else "persistent"

    @property
    def positive_once(self) -> bool:
        """Of a converted series: whether the newest day alone is positive since the last negative."""
        return all(call.word == "negative" for call in newest(self.before))


def calls(samples: Iterable[Sample], infused_on: date, window: range = WINDOW) -> Kept:
    """Every sample with a call up to the window's last day; a blank call is dropped before every rule (rule 1)."""
    called = (Call(days_since(infused_on, each.record.collected_on), each.record.call, each) for each in samples if each.record.call)
    return ordered(call for call in called if call.day <= window[-1])


def ordered(found: Iterable[Call]) -> Kept:
    """In order of day, and on a day in an order that does not depend on the input's."""
    return tuple(sorted(found, key=lambda call: (call.day, call.assay or "", call.word, call.sample.origin.file, call.sample.origin.row)))


def newest(found: Iterable[Call]) -> Kept:
    """The calls of the newest day among these."""
    kept = tuple(found)
    last = max((call.day for call in kept), default=None)
    return tuple(call for call in kept if call.day == last)


def by_assay(found: Iterable[Call]) -> dict[str | None, Kept]:
    """The calls of each assay; those without an assay form one of their own (rule 3)."""
    assays: dict[str | None, Kept] = {}
    for call in found:
        assays[call.assay] = (*assays.get(call.assay, ()), call)
    return assays


def baseline(found: Iterable[Call]) -> Kept:
    """The newest calls of day 0 or before; a sample of day 0 is drawn before the infusion (rule 2)."""
    return newest(call for call in found if call.day < WINDOW[0])


def compared(evaluable: Kept, last: Kept) -> list[Series]:
    """The series of the assay on the newest evaluable day `last`; of several assays that with most earlier calls, of equals all."""
    assays = by_assay(evaluable)
    series = [
        Series(
            baseline=baseline(assays[assay]),
            earlier=tuple(call for call in assays[assay] if WINDOW[0] <= call.day < of_day[0].day),
            newest=of_day,
        )
        for assay, of_day in by_assay(last).items()
    ]
    most = max((one.size for one in series), default=0)
    return [one for one in series if one.size == most]
