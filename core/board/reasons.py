"""Why a subject stands where it stands in the tumor board's list: one short sentence that names the evidence, never an advice."""

from collections.abc import Iterable, Iterator

from core.assessment import Assessment, SecondInfusion
from core.board.toxicity import running
from core.logic.rules import MET, NOT_MET, UNKNOWN
from core.protocol.conditions import failed
from core.protocol.second_infusion import BOARD_REVIEW
from core.protocol.standing import Standing
from core.response.lugano import of_record
from core.response.pet import Assessment as Scan
from core.response.pet import evaluated, of_day
from core.response.window import WINDOW, days_since, in_words

WORDS = {MET: "met", NOT_MET: "not met", UNKNOWN: "unknown", BOARD_REVIEW: "met on the literal reading only"}
PROGRESSION = "PD"
OUTSIDE = ("SD", PROGRESSION)
FOLLOWED = "this site's setting follows"


def why(found: Assessment) -> str:
    """What runs now comes first, whatever the rule says."""
    said, now = " · ".join(_standing(found)), ", ".join(running(found))
    if not now:
        return said
    first, rest = said[:1], said[1:]
    return f"{now}; {first if rest[:1].isupper() else first.lower()}{rest}"


def _standing(found: Assessment) -> Iterator[str]:
    second = found.second_infusion
    if second is not None:
        yield from _after_infusion_1(second)
        yield from _progression(found, second)
    elif found.infusion_1_open:
        yield "Whether, or when, infusion 1 was given is open"
    else:
        yield f"No infusion 1 is recorded as given; eligibility: {found.eligibility.overall.replace('_', ' ')}"


def _after_infusion_1(second: SecondInfusion) -> list[str]:
    standing = second.standing
    if standing.given_on is not None:
        day = days_since(standing.infused_on, standing.given_on)
        return [f"Given on {standing.given_on}, day {day}; the rule on that day: {WORDS[second.readings.state]}"]
    if standing.undated:
        return ["Infusion 2, a death or a new therapy may already have happened: a cell that would say so is open"]
    if standing.closing is not None:
        return [f"By {standing.closing.reason}, {standing.closing.day}; the rule before that day: {WORDS[second.readings.state]}"]
    return [*_verdict(second), window(standing), *_plan(standing)]


def _progression(found: Assessment, second: SecondInfusion) -> Iterator[str]:
    """The newest scan read, where it shows PD and another scan decides, or none: after the window, or after what the rule counts."""
    start = second.standing.infused_on
    since = [scan for scan in evaluated(found.facts.pet) if days_since(start, scan.record.scanned_on) >= WINDOW[0]]
    read = [scan for scan in since if _responses(scan)]
    rows = [scan for scan in read if scan.record.scanned_on == read[-1].record.scanned_on]
    if not any(PROGRESSION in _responses(scan) for scan in rows) or rows[0].record.scanned_on == second.pet.scanned_on:
        return
    result = of_day(rows, start)
    yield f"PD on day {result.day}" if result.response == PROGRESSION else f"PET/CT open: {result.reason}"


def _responses(scan: Scan) -> set[str]:
    """What one scan says: as read, or as its Deauville columns give it."""
    return {each for each in (scan.record.response, of_record(scan.record).response) if each is not None}


def _verdict(second: SecondInfusion) -> list[str]:
    return list(_open(second)) if second.state == UNKNOWN else [_decided(second)]


def _decided(second: SecondInfusion) -> str:
    literal, strict, response = second.readings.literal.status, second.readings.strict.status, second.pet.response
    then = _then(second)
    if second.state == MET:
        return f"Met{then} on {'both readings' if literal == strict else f'the literal reading, which {FOLLOWED}'}"
    pair = f"{response or 'PET/CT open'} with ctDNA {second.ctdna.status}{then}"
    if second.state == BOARD_REVIEW:
        return f"{pair}: met on the literal reading only"
    if response in OUTSIDE:
        return f"{response}{then}: outside the rule"
    if beyond := failed(second.readings.literal):
        return f"{pair}: {', '.join(beyond)}"
    both = literal == strict
    return f"{pair}: {'met on neither reading' if both else f'not met on the strict reading, which {FOLLOWED}'}"


def _then(second: SecondInfusion) -> str:
    """Once the window is closed its results are no longer the newest: their days are told."""
    return f" on {in_words(second.standing.under.window)}" if second.standing.days_left < 0 else ""


def _open(second: SecondInfusion) -> Iterator[str]:
    """What keeps the rule undecided: ctDNA, PET/CT or both."""
    lacking = {column.partition(".")[0] for column in (*second.readings.literal.missing, *second.readings.strict.missing)}
    then = _then(second)
    if "ctdna" in lacking:
        missing = "W_NO_CTDNA" in second.ctdna.codes
        yield _no_call(second) or (f"ctDNA missing{then}" if missing else f"ctDNA open{then}: {second.ctdna.reason}")
    if "pet" in lacking:
        missing = "W_NO_PET" in second.pet.codes
        yield f"PET/CT {_no_scan(second)}{then}" if missing else f"PET/CT open{then}: {second.pet.reason}"
    if "product" in lacking:
        yield "product not recorded"


def _no_call(second: SecondInfusion) -> str:
    """The samples of the window, where there are some and none is positive or negative; empty otherwise."""
    standing, days = second.standing, dict[str, list[int]]()
    for sample in sorted(standing.facts.ctdna, key=lambda each: (each.record.collected_on, each.record.call or "")):
        if (day := days_since(standing.infused_on, sample.record.collected_on)) in standing.under.window:
            days.setdefault(sample.record.call or "without a call", []).append(day)
    if not days or second.ctdna.day is not None:
        return ""
    said = ", ".join(f"{call} on {_days(on)}" for call, on in days.items())
    possible = standing.days_left >= 0
    still = f"no call yet; a new draw is possible until {standing.last_day_of_window}" if possible else f"no call{_then(second)}"
    return f"ctDNA {said}: {still}"


def _no_scan(second: SecondInfusion) -> str:
    """That no scan of the window can be evaluated, or that there is none."""
    standing = second.standing
    days = sorted(days_since(standing.infused_on, scan.record.scanned_on) for scan in standing.facts.pet)
    inside = [day for day in days if day in standing.under.window]
    return f"not evaluable on {_days(inside)}" if inside else "missing"


def _days(days: Iterable[int]) -> str:
    return ", ".join(f"day {day}" for day in dict.fromkeys(days))


def window(standing: Standing) -> str:
    """How long samples and scans still count."""
    left = standing.days_left
    if left < 0:
        return f"window closed on {standing.last_day_of_window}"
    return "window closes today" if left == 0 else f"window closes in {left} {'day' if left == 1 else 'days'}"


def _plan(standing: Standing) -> list[str]:
    if standing.planned is None:
        return []
    at = standing.planned.record.infused_on
    return [f"infusion 2 planned {f'for {at.day}, day {days_since(standing.infused_on, at.day)}' if at is not None else 'without a day'}"]
