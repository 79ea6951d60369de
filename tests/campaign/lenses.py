"""The ambiguity lens on random subjects: what it tells of every combination of the open readings is what judging each by itself finds."""

from collections.abc import Iterator, Mapping
from itertools import product
from random import Random

from core.assessment import assess
from core.facts.subject import SubjectFacts
from core.outlook.lens import AXES, Axis, View, lens
from core.protocol.open_reading import ELIGIBILITY
from core.protocol.settings import Settings
from tests.campaign.stores import Stores
from tests.campaign.tally import Tally
from tests.core.patient import Patient, changed, eligible, on

CHANGES = (
    "histology=OTHER_LBCL",
    "histology=PMBCL",
    "histology=FL",
    "histology=a word; histology_accepted=yes; histology_accepted_by=PI",
    "alt=130; hepatic_involvement=no",
    "alt=130; ast=130; hepatic_involvement=no",
    "venous_access=no; hemoglobin=70; counts_acceptable=yes; counts_acceptable_reason=marrow; counts_acceptable_by=PI",
    "venous_access=no",
    "creatinine=300; weight=45",
    "sex=female; months_since_last_menses=14",
    "sex=female; pregnancy_test=serum_negative",
    "hemoglobin=",
)
CALLS = ("positive", "positive", "negative", "indeterminate", "failed")
Table = dict[tuple[str, ...], str]


def lenses(tally: Tally, random: Random, _: Stores) -> None:
    """Subject after subject, some readings set by the site: all combinations of the others judged one by one."""
    for number in tally.trials():
        facts, day, chosen = subject(random).facts(), random.choice((14, 35, 59, 60, 61)), settled(random)
        for view in lens(facts, on(day), set_(chosen)).views:
            open_ = [axis for axis in AXES[view.moves] if axis.choice.setting not in chosen]
            table = brute_force(facts, day, chosen, view.moves, open_)
            tally.counts["combinations"] += len(table)
            tally.counts["views on which something matters"] += bool(view.matters)
            for fault in faults(view, open_, table):
                tally.hold(False, f"subject {number}, day {day}, {view.moves}, set {chosen}: {fault}")


def set_(chosen: Mapping[str, str]) -> Settings:
    return Settings.model_validate({name: {"value": word} for name, word in chosen.items()})


def settled(random: Random) -> dict[str, str]:
    """What the site has set: mostly little, so that much is open."""
    share = random.choice((0, 0.1, 0.5, 0.9))
    return {axis.choice.setting: random.choice(axis.words) for axes in AXES.values() for axis in axes if random.random() < share}


def subject(random: Random) -> Patient:
    found = eligible().lab("height", random.choice(("150", "190", "")))
    for change in random.sample(CHANGES, random.randrange(4)):
        found = changed(found, change)
    found = found.infused(product=random.choice(("axi-cel", "relma-cel", None)), leukapheresis_on=on(random.choice((-19, 0))))
    for _ in range(random.randrange(4)):
        found = found.ctdna(random.choice((-6, 14, 28, 59, 60)), random.choice(CALLS), random.choice("AAB"), reported_on=_reported(random))
    for _ in range(random.randrange(3)):
        response = random.choice(("CR", "PR", "PR", "SD", "PD", "IR"))
        found = found.pet(random.choice((14, 28, 59, 60, 61)), response, reported_on=_reported(random))
    return random.choice((found, found, found, found.infused(58, 2), found.treated(50)))


def _reported(random: Random) -> object:
    out = random.choice((None, 59, 60, 61))
    return None if out is None else on(out)


def brute_force(facts: SubjectFacts, day: int, chosen: Mapping[str, str], moves: str, open_: list[Axis]) -> Table:
    """The verdict of the whole assessment under each combination."""
    names, table = [axis.choice.setting for axis in open_], {}
    for words in product(*(axis.words for axis in open_)):
        found = assess(facts, on(day), set_({**chosen, **dict(zip(names, words, strict=True))}))
        second = "" if found.second_infusion is None else found.second_infusion.state
        table[words] = found.eligibility.overall if moves == ELIGIBILITY else second
    return table


def faults(view: View, open_: list[Axis], table: Table) -> Iterator[str]:
    """What the lens told otherwise."""
    if view.judged != len(table):
        yield f"{view.judged} judged of {len(table)}"
    matters = [axis for at, axis in enumerate(open_) if depends(table, at)]
    if list(view.matters) != matters:
        yield f"told {_names(view.matters)} to matter, found {_names(matters)}"
    told = {each.words: each.verdict for each in view.combinations}
    for words, verdict in table.items():
        which = tuple(word for axis, word in zip(open_, words, strict=True) if axis in view.matters)
        if told.get(which) != verdict:
            yield f"under {words} told {told.get(which)}, found {verdict}"


def depends(table: Table, at: int) -> bool:
    """Whether two combinations that differ at this place alone lead apart."""
    return any(table[one] != verdict for words, verdict in table.items() for one in table if _alike(one, words, at))


def _alike(one: tuple[str, ...], other: tuple[str, ...], at: int) -> bool:
    return one[:at] == other[:at] and one[at + 1 :] == other[at + 1 :]


def _names(axes: list[Axis] | tuple[Axis, ...]) -> list[str]:
    return [axis.choice.setting for axis in axes]
