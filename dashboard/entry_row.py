"""One row of the worklist: a subject in one glance, and the words it can be searched by."""

import re
from collections.abc import Sequence

from core.board.entry import Entry, too_far_apart
from core.board.toxicity import as_recorded, ended_on
from core.facts.person import age_on, histology_of, product_of, sex_of
from core.pictures import marks
from core.response.series import Sample
from core.response.window import WINDOW
from core.scales.episodes import Course
from dashboard.banner import left, ruler
from dashboard.look import verdict
from dashboard.markup import Child, Html, join, tag
from dashboard.recommendation import STATES
from dashboard.sparkline import sparkline
from dashboard.strip import grade_color
from dashboard.words import day_of, days_words, names_of

NAMED = 4  # missing items in view
DATE = re.compile(r"(\d{4}-\d\d-\d\d)")
HEADS = (
    ("subject", "who"),
    ("second infusion", "state"),
    ("window", "left"),
    (f"ctDNA (log) over PET/CT, day −8 to {WINDOW[-1] + 2}", "drawn"),
    ("newest ctDNA; PET/CT", "newest"),
    ("PET/CT and nearest evaluable ctDNA", "pair"),
    ("CRS", "tox"),
    ("ICANS", "tox"),
    ("needed", "lacking"),
    ("why it stands here", "why"),
)


def searched(entry: Entry) -> str:
    """What a search looks into: identifier, histology, product, and the state in words."""
    facts = entry.found.facts
    said = (entry.subject_id, histology_of(facts), product_of(facts), _state_word(entry), entry.group)
    return "\n".join(filter(None, said)).casefold()


def entry_row(entry: Entry, link: Html) -> Html:
    after = entry.toxicity
    return tag(
        "tr",
        tag("th", link, tag("div", _who(entry), cls="dim sm"), scope="row", cls="who"),
        tag("td", _state(entry), cls="state"),
        tag("td", _window(entry), cls="left"),
        tag("td", sparkline(entry.found), cls="drawn"),
        tag("td", tag("div", _ctdna(entry)), tag("div", _pet(entry)), cls="newest"),
        tag("td", _pair(entry), cls="pair"),
        *(tag("td", _grade(course, entry), cls="tox") for course in ((after.crs, after.icans) if after is not None else (None, None))),
        tag("td", _missing(entry), cls="lacking"),
        tag("td", tag("div", _unbroken(entry.why)), _holds(entry), cls="why"),
    )


def _unbroken(text: str) -> Html:
    """A sentence whose dates stay in one line."""
    return join(tag("span", part, cls="nw") if DATE.fullmatch(part) else part for part in DATE.split(text))


def _who(entry: Entry) -> str:
    facts = entry.found.facts
    age, sex = age_on(facts.person, entry.found.as_of).value, sex_of(facts).value
    who = f"{f'{age} y' if age is not None else 'age unknown'}, {sex or 'sex unknown'}"
    return " · ".join([who, histology_of(facts) or "histology not recorded", product_of(facts) or "product not recorded"])


def _state_word(entry: Entry) -> str:
    if entry.standing is not None:
        return STATES[entry.state]
    return "Infusion 1 unclear" if entry.found.infusion_1_open else "No infusion 1"


def _state(entry: Entry) -> Html:
    state = entry.state if entry.standing is not None or entry.found.infusion_1_open else "not_applicable"
    count = len(entry.holds)
    hold = f"{count} {'hold' if count == 1 else 'holds'}{' then' if entry.ended else ''}"
    running = [verdict("hold", said, "chip") for said in entry.running]
    chips = [verdict(state, _state_word(entry), "chip"), *running, verdict("hold", hold, "chip") if count else None]
    return join(tag("div", chip) for chip in chips if chip is not None)


def _window(entry: Entry) -> Html:
    standing = entry.standing
    if standing is None:
        return tag("span", "unclear" if entry.found.infusion_1_open else "not begun", cls="dim")
    said = left(standing)
    number, _, rest = said.partition(" ")
    counted = not entry.ended and standing.days_left >= 0
    day = f"day {standing.day} of {standing.last_day}" if standing.day <= standing.last_day else f"day {standing.day}"
    return join(
        [tag("b", number) if counted else said, f" {rest}" if counted else None, ruler(standing.day), tag("span", day, cls="dim sm")]
    )


def _when(day: int | None, on: object) -> Html:
    return tag("span", day_of(day) if day is not None else str(on), cls="dim nw")


def _ctdna(entry: Entry) -> Html:
    if entry.ctdna is None:
        return tag("span", "no ctDNA sample", cls="dim")
    said = dict.fromkeys(_call(sample) for sample in entry.ctdna.samples)
    return join([join((tag("b", each) for each in said), " / "), " ", _when(entry.ctdna.day, entry.ctdna.on)])


def _call(sample: Sample) -> str:
    record = sample.record
    mark = marks.mark_of(sample, record.unit)
    unit = marks.LOG_UNITS.get(record.unit or "", record.unit) or "unit not recorded"
    if mark.kind == marks.QUANTIFIED:
        return f"{mark.label} {unit}"
    if mark.kind == marks.AT_LIMIT and record.limit_of_detection is not None:
        return f"{mark.label}, LOD {marks.shown(record.limit_of_detection, record.unit)} {unit}"
    return mark.label


def _pet(entry: Entry) -> Html:
    scan = entry.pet
    if scan is None:
        return tag("span", "no PET/CT", cls="dim")
    modality = ", ".join(dict.fromkeys(each.record.modality or "modality not recorded" for each in scan.scans))
    deauville, other = [f"DS {scan.deauville}"] if scan.deauville else [], [modality] if modality != "PET/CT" else []
    if scan.baseline:
        said, dim = tag("span", ", ".join(["baseline", *scan.read, *deauville])), other
    else:
        said = tag("b", scan.response) if scan.response else tag("span", tag("b", "PET/CT open"), f": {scan.reason}")
        dim = [*deauville, *other]
    return join([said, *(tag("span", part, cls="dim") for part in dim), _when(scan.day, scan.on)], " ")


def _pair(entry: Entry) -> Html:
    pair = entry.pair
    if pair is None:
        return tag("span", "no pair" if entry.standing is None else _unpaired(entry), cls="dim")
    if pair.gap is None:
        return tag("span", "no ctDNA call beside the scan", cls="dim")
    word = f"PET {pair.response or 'open'} / ctDNA {pair.call or 'contradictory'}"
    if pair.discordance:
        said = tag("b", pair.discordance, cls="v board_review")
        return join([said, tag("div", tag("b", "discordant"), f", {days_words(pair.gap)} apart", cls="sm")])
    far = ", too far to be read together" if too_far_apart(pair) else ""
    return join([word, tag("div", f"{days_words(pair.gap)} apart{far}", cls="dim sm")])


def _unpaired(entry: Entry) -> str:
    since = entry.pet is not None and not entry.pet.baseline
    return "no evaluable scan since infusion 1" if since else "no scan since infusion 1"


def _grade(course: Course | None, entry: Entry) -> Html:
    """The grade now, or where the case has ended that of then, over the worst."""
    after = entry.toxicity
    if course is None or after is None:
        return tag("span", "–", cls="dim", aria_label="no infusion given")
    ended = ended_on(entry.found)
    day = after.day if ended is None else ended
    grade, worst = course.now(day), course.worst
    if grade is None or worst is None:
        return tag("span", "not entered", cls="tox-chip gr")
    then = tag("span", "then ", cls="when") if ended is not None else None
    recorded = as_recorded(course, day, "now" if ended is None else "then")
    again = f"infusion {after.number}" if after.number > 1 else ""
    lines = [tag("div", said, cls=f"dim sm {cls}") for said, cls in ((f"worst {worst}", "nw"), (recorded, "site"), (again, "nw")) if said]
    return join([tag("b", then, str(grade), cls=f"tox-chip {grade_color(grade)}"), *lines])


def _missing(entry: Entry) -> Html:
    if entry.ended:
        return tag("span", "no longer asked", cls="dim")
    lines = [tag("div", each) for each in (_named(entry.missing), entry.unsettled) if each]
    return tag("div", verdict("unknown", "", "alone"), tag("div", lines), cls="need") if lines else tag("span", "nothing", cls="dim")


def _named(missing: Sequence[str]) -> Child:
    """What is missing; of many, the first with the number of the others, all of them on demand."""
    if len(missing) <= NAMED:
        return names_of(missing)
    first, others = missing[: NAMED - 1], missing[NAMED - 1 :]
    return tag("details", tag("summary", f"{names_of(first)} and {len(others)} more"), names_of(others))


def _holds(entry: Entry) -> list[Html]:
    then = "then: " if entry.ended else ""
    return [tag("div", verdict("hold", f"{then}{item.code.words}"), cls="held-by") for item in entry.holds]
