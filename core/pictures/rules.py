"""What stands upright on the trajectory: infusions, lymphodepletion, the as-of day, the window's last day, and what ended the case."""

from collections.abc import Sequence
from datetime import date

from core.assessment import Assessment, SecondInfusion
from core.facts.fact import Cited
from core.pictures.frame import Frame, Row, Rows
from core.pictures.room import CROSSED, HEIGHT, Box, Room, Spot
from core.protocol.standing import Closing, closings
from core.response.window import WINDOW, days_since

LINES = (8, 24, 40)  # the middles of the lines of labels above the axis
ABOVE = [spot for dy in LINES for spot in (Spot("left", 5, dy), Spot("right", -5, dy))]
SMALL, BOLD = 12.0, 12.5  # font sizes as Room counts them
TICKED = [*(Spot("center", 0, dy) for dy in (18, *LINES[1:])), *ABOVE]
DEATH, NOTE = "death", "var(--ink2)"
TICK = 9  # pixels of the ticks on the top edge
NEIGHBORS = 3  # days between two of one course of lymphodepletion


def again_on(second: SecondInfusion) -> date | None:
    """The day of infusion 2, given or planned."""
    standing = second.standing
    plan = standing.planned.record.infused_on if standing.planned else None
    return standing.given_on or (plan.day if plan else None)


def depletions(found: Assessment) -> dict[date, Cited]:
    """The days of lymphodepletion up to the as-of day with their cells, by the treatments and by the infusions' own column."""
    treatments = [fact for fact in found.facts.treatments if fact.record.purpose == "lymphodepletion"]
    cells = {fact.record.given_at.day: Cited(fact, "given_at") for fact in treatments if fact.record.given_at is not None}
    for infusion in found.facts.infusions:
        if infusion.record.lymphodepletion_on is not None:
            cells.setdefault(infusion.record.lymphodepletion_on, Cited(infusion, "lymphodepletion_on"))
    return {day: cells[day] for day in sorted(cells) if day <= found.as_of}


def ended(found: Assessment, second: SecondInfusion) -> list[Closing]:
    """What closed the case, and a death also after that or after infusion 2: each day once."""
    standing = second.standing
    deaths = [each for each in closings(found.facts, standing.infused_on, found.as_of) if each.reason == DEATH]
    every = [*([standing.closing] if standing.closing is not None else []), *deaths]
    return list({(each.day, each.reason): each for each in reversed(every)}.values())[::-1]


def days_of(found: Assessment, second: SecondInfusion, ends: Sequence[Closing]) -> list[int]:
    """Every day that a rule stands on."""
    start, again = second.standing.infused_on, again_on(second)
    days = [*depletions(found), *(each.day for each in ends), *([again] if again else [])]
    return [0, second.standing.day, second.standing.last_day, *(days_since(start, day) for day in days)]


def add_rules(rows: Rows, found: Assessment, second: SecondInfusion, ends: Sequence[Closing], frame: Frame, room: Room) -> None:
    """The rules with their names; the room learns where they stand."""
    standing, last, again = second.standing, second.standing.last_day, again_on(second)
    rows["window"].append({"day": WINDOW[0], "end": last})
    names = [(0, "infusion 1", "accent"), (standing.day, f"as of day {standing.day}", "ink")]
    rows["infusion"].append(_event(Cited(standing.infusion_1, "infused_on"), standing.infused_on, "infusion 1", frame))
    rows["last-day"].append({"day": last})
    rows["as-of"].append({"day": standing.day})
    if again is not None:
        day, given = frame.day(again), standing.given_on is not None
        said = f"infusion 2{'' if given else ' planned'}"
        cited = [Cited(fact, "infused_on") for fact in found.facts.infusions if fact.record.number == 2]
        rows["infusion" if given else "planned"] += [_event(each, again, said, frame) for each in cited]
        names.append((day, f"infusion 2, day {day}" if given else "infusion 2 planned", "accent"))
    for each in ends:
        day, died = frame.day(each.day), each.reason == DEATH
        rows["death" if died else "closing"].append(_event(each.evidence, each.day, each.reason, frame))
        names.append((day, f"{'died' if died else 'new therapy'}, day {day}", "ink"))
    room.strokes += [(x, 0.0, x, HEIGHT) for x in sorted({frame.x(day) for day in (last, *(day for day, _, _ in names))})]
    rows["depleted"] += [_event(cited, day, "lymphodepletion", frame) for day, cited in depletions(found).items()]
    depleted = [row["day"] for row in rows["depleted"]]
    room.taken += [Box(frame.x(day) - 1, 0, frame.x(day) + 1, TICK) for day in depleted]
    for day, text, ink in names:
        spot = room.force(frame.x(day), 0, text, BOLD, ABOVE)
        rows["rule-name"].append({"day": day, "t": text, "ink": f"var(--{ink})"} | spot._asdict())
    x, end = frame.x(last), f"day {last}, {standing.last_day_of_window}"
    place = room.hang(x, 0, end, SMALL, ABOVE, CROSSED)
    if place is None:  # the date stands on the banner too
        end = f"day {last}"
        place = room.force(x, 0, end, SMALL, ABOVE)
    rows["rule-note"].append({"day": last, "t": end, "ink": NOTE} | place._asdict())
    _depleted(rows, depleted, frame, room)


def _event(cited: Cited, on: date, said: str, frame: Frame) -> Row:
    """What the tooltip of something upright says, and its record."""
    day = frame.day(on)
    told = {"Day": frame.named(day), "Date": on.isoformat(), "Event": said, "Source": cited.address}
    return {"day": day, "fact": cited.fact.number} | told


def _depleted(rows: Rows, days: Sequence[int], frame: Frame, room: Room) -> None:
    """The letters LD under the first tick of neighbors."""
    for day in (day for day in days if not any(0 < day - other <= NEIGHBORS for other in days)):
        spot = room.hang(frame.x(day), 0, "LD", SMALL, TICKED)
        if spot is not None:
            rows["rule-note"].append({"day": day, "t": "LD", "ink": NOTE} | spot._asdict())
