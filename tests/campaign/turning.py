"""What would turn a verdict, on generated subjects, against brute force: every single change and every pair of them, and no fewer.

The second-infusion rule is tried on whole records, each criterion on charts. What is told must be sound, minimal and complete.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product
from random import Random
from typing import Any

from core.assessment import Assessment, SecondInfusion, assess
from core.facts.chart import Chart, Datum
from core.facts.fact import Fact
from core.facts.records import Ctdna, Pet
from core.facts.subject import SubjectFacts
from core.logic.flips import TURNS, Change, smallest_changes
from core.logic.rules import UNKNOWN, Criterion
from core.outlook.course import course, state_of_rule
from core.outlook.deciding import needed_for_rule
from core.outlook.steps import ANSWERS, FILLED, RULED, Step
from core.outlook.turning import turns
from core.protocol.readings import InForce
from core.protocol.second_infusion import BOARD_REVIEW
from core.protocol.settings import Settings
from core.protocol.standing import standing
from core.response import ctdna, pet
from tests.campaign.applied import applied
from tests.campaign.stores import Stores
from tests.campaign.tally import Tally
from tests.core.patient import Patient, fact, on, subject
from tests.laws.discovery import all_values, exact_values, of_kind

CALLS = ("positive", "positive", "negative", "negative", "indeterminate", "failed", None)
RESPONSES = ("CR", "CR", "PR", "PR", "SD", "PD", "IR", "NE", None, None)
SHARE_OF_COURSES = 0.1
CRITERIA = of_kind(Criterion)
Move = tuple[Any, ...]
Turned = set[tuple[str, frozenset[Move]]]


def turn(tally: Tally, random: Random, _: Stores) -> None:
    """Subject after subject: the rule's turns, its missing items and its course, and the flips of one criterion."""
    for number in tally.trials():
        patient, day, site = generated(random)
        name = f"subject {number}: {patient.rows} on day {day} under {site.model_dump(exclude_none=True)}"
        found = assess(patient.facts(), on(day), site)
        _turned(tally, random, found, site, name)
        _decided(tally, found, name)
        if random.random() < SHARE_OF_COURSES:
            tally.counts["courses"] += 1
            tally.hold(day_by_day(found, site) == told_by_day(found, site), f"{name}: another course")
        _flipped(tally, random, number)


def generated(random: Random) -> tuple[Patient, int, Settings]:
    """A subject after infusion 1, most of what it can have at random, the day to judge it on and the site's readings."""
    patient = subject().person().infused()
    for _ in range(random.choice((0, 1, 1, 2, 2, 3, 4))):
        taken = random.choice((-5, 0, random.randint(1, 62), random.randint(1, 62)))
        late = on(taken + random.randint(0, 9)) if random.random() < 0.2 else None
        patient = patient.ctdna(taken, random.choice(CALLS), random.choice(("A", "A", "A", "B", None)), reported_on=late)
    for _ in range(random.choice((0, 1, 1, 2))):
        patient = scanned(patient, random)
    if random.random() < 0.06:
        patient = patient.infused(random.randint(20, 70), 2, random.choice(("given", "planned")))
    if random.random() < 0.06:
        patient = random.choice((patient.treated(random.randint(1, 70)), patient.seen(random.randint(1, 70), "dead")))
    if random.random() < 0.03:
        patient = patient.row("treatments", purpose="lymphoma")
    chosen: dict[str, Any] = {"pr_requires_ctdna": random.choice((None, None, True, False))}
    if random.random() < 0.2:
        chosen["day_60_counts"] = False
        chosen["window_binds_infusion"] = random.random() < 0.5
        chosen["persistent_counts_baseline"] = random.random() < 0.5
        chosen["window_dated_by"] = random.choice(("collection", "report"))
    site = {name: {"value": value} for name, value in chosen.items() if value is not None}
    return patient, random.choice((random.randint(0, 70), random.randint(14, 60), 59, 60, 61)), Settings.model_validate(site)


def scanned(patient: Patient, random: Random) -> Patient:
    """A scan, read or not, with the Deauville columns or without."""
    cells: dict[str, Any] = {}
    if random.random() < 0.4:
        cells = {column: random.choice((None, *answers)) for column, answers in ANSWERS.items() if column not in ("response", "modality")}
    day = random.choice((28, random.randint(1, 62)))
    return patient.pet(day, random.choice(RESPONSES), random.choice(("PET/CT", "PET/CT", "PET/CT", "CT", None)), **cells)


def _turned(tally: Tally, random: Random, found: Assessment, site: Settings, name: str) -> None:
    told = turns(found)
    tally.counts["turns told"] += len(told.changes)
    for each in told.changes:
        then = assess(*applied(found, site, each.steps)).second_infusion
        tally.hold(then is not None and then.state == each.to != told.now, f"{name}: {set(moves(each.steps))} does not lead to {each.to}")
    second = found.second_infusion
    assert second is not None, "infusion 1 is given on day 0"
    expected = brute_force(random, second, tally)
    tally.counts["turns by brute force"] += len(expected)
    tally.hold({(each.to, moves(each.steps)) for each in told.changes} == expected, f"{name}: other turns by brute force")


def moves(chosen: Sequence[Step]) -> frozenset[Move]:
    return frozenset(map(move, chosen))


def move(step: Step) -> Move:
    """A step as the brute force names it."""
    if step.kind == RULED:
        return ("ruling", step.answer)
    assert step.fact is not None, "only a ruling has no record"
    if step.kind == FILLED:
        return ("cell", step.fact.origin.sheet, step.fact.origin.row, step.column, step.answer)
    assay = (step.fact.record.assay,) if isinstance(step.fact.record, Ctdna) else ()
    return ("then" if step.after else "new", *assay, step.answer)


def brute_force(random: Random, second: SecondInfusion, tally: Tally) -> Turned:
    """Every set of one or two moves that leads elsewhere and no part of which leads there. New records fall on any day they may."""
    where = second.standing
    if where.given_on is not None or where.closing is not None or where.undated:
        return set()
    every = [*possible(second)]
    found: Turned = set()
    for size in (1, 2):
        for chosen in combinations(every, size):
            if not fitting(chosen):
                continue
            to = state(second, chosen, random)
            tally.counts["sets tried"] += to is not None
            if to not in (None, second.state):
                found.add((to, frozenset(chosen)))
    return {(to, chosen) for to, chosen in found if not any((to, less) in found for less in parts(chosen))}


def parts(chosen: frozenset[Move]) -> Iterator[frozenset[Move]]:
    """The single moves of a pair. A sample that follows another would by itself be the new one."""
    if len(chosen) > 1:
        yield from (frozenset({("new", *each[1:]) if each[0] == "then" else each}) for each in chosen)


def fitting(chosen: Sequence[Move]) -> bool:
    """One answer to each question; a sample that follows another new one only with it."""
    asked = [each[:-1] if each[0] in ("cell", "ruling") else ("scan",) if len(each) == 2 else each[:1] for each in chosen]
    follows = [each for each in chosen if each[0] == "then"]
    return len(set(asked)) == len(asked) and (not follows or any(each[0] == "new" and len(each) == 3 for each in chosen))


def possible(second: SecondInfusion) -> Iterator[Move]:
    facts, where = second.standing.facts, second.standing
    assays = dict.fromkeys(each.record.assay for each in facts.ctdna if each.record.call in ("positive", "negative")) or (None,)
    yield from product(("new", "then"), assays, ("positive", "negative"))
    yield from (("new", response) for response in ("CR", "PR", "SD", "PD"))
    for sample in facts.ctdna:
        if sample.record.call is None and sample.record.collected_on <= where.last_day_of_window:
            yield from (("cell", "ctdna", sample.origin.row, "call", call) for call in ("positive", "negative"))
    lacking = {name.removeprefix("pet.") for name in second.pet.missing} & ANSWERS.keys()
    for scan, column in product(second.pet.used, sorted(lacking)):
        if getattr(scan.record, column) is None:
            yield from (("cell", "pet", scan.origin.row, column, answer) for answer in ANSWERS[column])
    if where.under.pr_requires_ctdna is None:
        yield from (("ruling", answer) for answer in (True, False))


def state(second: SecondInfusion, chosen: Sequence[Move], random: Random) -> str | None:
    """Where the moves lead, judged anew from the records; `None` where no day is left for one."""
    where = second.standing
    facts, under, day = where.facts, where.under, where.as_of
    drawn: date | None = None
    for each in sorted(chosen, key=lambda one: one[0]):  # "new" stands before "then"
        if each[0] == "ruling":
            under = replace(under, pr_requires_ctdna=each[1])
        elif each[0] == "cell":
            facts = filled(facts, *each[1:])
        else:
            added = new(second, each, drawn, random)
            if added is None:
                return None
            more: dict[str, Any] = {added.record.sheet: (*getattr(facts, added.record.sheet), added)}
            facts = replace(facts, **more)
            drawn = added.day if added.record.sheet == "ctdna" else drawn
            day = max(day, added.day or day)
    return judged(facts, day, under)


def new(second: SecondInfusion, what: Move, drawn: date | None, random: Random) -> Fact | None:
    """The record of a sample or a scan on any day after the newest of its kind, from the as-of day to the window's end."""
    where, of_scan = second.standing, len(what) == 2
    taken = [each.day for each in where.facts.pet] if of_scan else [*(each.day for each in where.facts.ctdna), drawn]
    first = max([where.as_of, where.infused_on + timedelta(1), *(day + timedelta(1) for day in taken if day)])
    spare = 1 if what[0] == "new" and not of_scan and first < where.last_day_of_window else 0  # a day is left for another sample
    last = where.last_day_of_window - timedelta(spare)
    if first > last:
        return None
    day = first + timedelta(random.randint(0, (last - first).days))
    scan = {"scanned_on": day, "modality": "PET/CT", "response": what[1]}
    own = scan if of_scan else {"collected_on": day, "assay": what[1], "call": what[2]}
    reported = {"reported_on": day} if where.under.window_dated_by == "report" else {}
    return fact(Pet if of_scan else Ctdna, {"subject_id": where.facts.subject_id, **own, **reported}, 900)


def filled(facts: SubjectFacts, sheet: str, row: int, column: str, answer: Any) -> SubjectFacts:
    rows = (
        replace(each, record=each.record.model_copy(update={column: answer})) if each.origin.row == row else each
        for each in getattr(facts, sheet)
    )
    sheets: dict[str, Any] = {sheet: tuple(rows)}
    return replace(facts, **sheets)


def judged(facts: SubjectFacts, day: date, under: InForce) -> str:
    """The state of the rule, by the way `assess` takes, without what it finds besides. Later infusions and deaths are not known."""
    known = replace(facts, infusions=facts.infusions[:1], follow_up=())
    where = standing(known, day, under)
    assert where is not None, "infusion 1 is given on day 0"
    samples = ctdna.pattern(where.facts.ctdna, where.infused_on, under)
    return state_of_rule(where, samples, pet.newest(where.facts.pet, where.infused_on, under), under)


def _decided(tally: Tally, found: Assessment, name: str) -> None:
    """Each set of missing items leaves nothing open whatever they say, and no part of it does."""
    second = found.second_infusion
    assert second is not None, "infusion 1 is given on day 0"
    sets = needed_for_rule(found)
    tally.counts["open states that items decide"] += bool(sets)
    tally.hold(not sets or second.state in (UNKNOWN, BOARD_REVIEW), f"{name}: items are missing for a state that is not open")
    for each in sets:
        for size in range(len(each.items)):
            smaller = [set(less) for less in combinations(each.items, size)]
            tally.hold(not any(set(other.items) in smaller for other in sets), f"{name}: {each.items} holds a smaller set")
        tally.hold(all(_closed(second, outcome) for outcome in product(*each.answers)), f"{name}: {each.items} does not decide")


def _closed(second: SecondInfusion, outcome: Sequence[Step]) -> bool:
    return state(second, [move(step) for step in outcome], Random(0)) not in (None, UNKNOWN, second.state)


def told_by_day(found: Assessment, site: Settings) -> list[str]:
    return [each.state for each in course(found.facts, found.as_of, site) for _ in range((each.last - each.first).days + 1)]


def day_by_day(found: Assessment, site: Settings) -> list[str]:
    """The state of every day since infusion 1, each assessed by itself."""
    days = (on(number) for number in range((found.as_of - on(0)).days + 1))
    seconds = (assess(found.facts, day, site).second_infusion for day in days)
    return [second.state for second in seconds if second is not None]


def _flipped(tally: Tally, random: Random, number: int) -> None:
    """One criterion on a chart at random."""
    found = random.choice(CRITERIA)
    values = {name: random.choice(known) for name, known in all_values(found).items()}
    changes = smallest_changes(found.rule, Chart(values))
    expected = singles_and_pairs(found.rule, values)
    tally.counts["flips by brute force"] += len(expected)
    tally.hold(not unsound(found.rule, values, changes), f"chart {number}: {found} {values}: {unsound(found.rule, values, changes)}")
    missed = [each for each in expected if not covered(changes, *each)]
    tally.hold(not missed, f"chart {number}: {found} {values}: missed {missed}")


def singles_and_pairs(rule: Criterion, values: Mapping[str, Datum]) -> list[tuple[str, frozenset]]:
    """Every turn by one or two variables, by brute force: to what, and which variables become what. `values` is the chart."""
    now = rule.judge(Chart(values)).status
    known = exact_values([clause for clause in (rule.holds, rule.excused) if clause is not None])
    found: dict[tuple[str, frozenset], None] = {}
    for size in (1, 2):
        for names in combinations(known, size):
            for chosen in product(*(known[name] or [True] for name in names)):
                pairs = list(zip(names, chosen, strict=True))
                to = rule.judge(Chart({**values, **{name: Datum(value) for name, value in pairs}})).status
                found |= {(to, frozenset(pairs)): None} if to in TURNS[now] else {}
    return [(to, change) for to, change in found if not any(to == other and less < change for other, less in found)]


def covered(changes: Sequence[Change], to: str, change: frozenset) -> bool:
    """Whether a change that is told says this: of the same variables, each value in a region of it."""
    wanted = dict(change)
    return any(
        each.to == to
        and {part.axis.variable.name for part in each.parts} == set(wanted)
        and all(part.axis.place(wanted[part.axis.variable.name]) in part.places for part in each.parts)
        for each in changes
    )


def unsound(rule: Criterion, values: Mapping[str, Datum], changes: Sequence[Change]) -> list[str]:
    """The changes that do not lead where they are said to, from anywhere in their regions, and those of which a part is enough."""
    wrong, now = [], rule.judge(Chart(values)).status
    for change in changes:
        for chosen in product(*(part.values for part in change.parts)):
            to = {part.axis.variable.name: Datum(value) for part, value in zip(change.parts, chosen, strict=True)}
            parts = [dict(less) for less in combinations(to.items(), len(to) - 1)]
            if rule.judge(Chart({**values, **to})).status != change.to or change.to == now:
                wrong.append(f"{change.words} does not lead to {change.to}")
            wrong += [f"a part of {change.words} is enough" for less in parts if rule.judge(Chart({**values, **less})).status == change.to]
    return wrong
