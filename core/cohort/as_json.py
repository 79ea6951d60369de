"""The numbers of the cohort page as one JSON object: `reinfuse cohort --json`."""

from collections.abc import Iterable
from typing import Any

from core.cohort.baseline import Kinds, Measure
from core.cohort.boundary import Distance
from core.cohort.cohort import Cohort
from core.cohort.estimate import LEVEL, Share
from core.cohort.follow_up import FollowUp
from core.cohort.response import AROUND, DAY, Rate
from core.cohort.survival import Curve, Step, reverse
from core.cohort.timed import Estimate
from core.cohort.toxicity import AfterInfusion, Line
from core.facts.fact import Cited
from core.facts.values import plain
from core.protocol.trial import PROTOCOL

YEAR = 365  # days


def cohort_json(found: Cohort, problems: Iterable[object] = ()) -> dict[str, Any]:
    """Every share as x of n with its exact interval, every list by subject, every curve with its steps."""
    return {
        "as_of": found.as_of.isoformat(),
        "protocol": PROTOCOL,
        "interval": LEVEL,
        "problems": [str(each) for each in problems],
        "flow": [{"box": box.name, "n": len(box.subjects), "of": box.comes_from, "subjects": list(box.subjects)} for box in found.flow],
        "baseline": {"n": found.baseline.number, "rows": [_baseline(row) for row in found.baseline.rows]},
        "cr_3_months": {f"infusion_{number}": _rate(found.three_months(number), number) for number in (1, 2)},
        "best_response": {word: list(subjects) for word, subjects in found.best.items()},
        "ctdna_negative": [
            {
                "day": point.day,
                "around": point.around,
                **_share(point.cleared),
                "subjects": [{"subject_id": who, "call": call, "evidence": _cells(cells)} for who, call, cells in point.calls],
                "without": list(point.without),
            }
            for point in found.clearance
        ],
        "survival": {name: _estimate(curve) for name, curve in found.curves.items()},
        "toxicity": {f"infusion_{after.number}": _toxicity(after) for after in found.toxicity},
        "concordance": [
            {"group": each.name, "n": len(each.subjects), "subjects": list(each.subjects), "cr_3_months": each.cr and _share(each.cr)}
            for each in found.concordance
        ],
        "stopping_boundaries": found.boundaries and [_distance(each) for each in found.boundaries],
        "follow_up": found.follow_up and _follow_up(found.follow_up),
    }


def _share(found: Share) -> dict[str, Any]:
    return {"x": found.x, "at_most": found.most, "n": found.n, "interval": found.interval and list(found.interval)}


def _cells(evidence: Iterable[Cited]) -> list[str]:
    return [cited.address for cited in evidence]


def _baseline(row: Measure | Kinds) -> dict[str, Any]:
    if isinstance(row, Kinds):
        kinds = {word: list(who) for word, who in row.recorded.items()}
        return {"name": row.name, "subjects": kinds, "not_recorded": list(row.without)}
    values = {who: plain(value) for who, value in row.values.items()}
    summary = None if row.summary is None else dict(zip(("least", "median", "most"), map(plain, row.summary), strict=True))
    return {"name": row.name, "unit": row.unit, "summary": summary, "values": values, "not_recorded": list(row.without)}


def _rate(found: Rate, clock: int) -> dict[str, Any]:
    return {
        "clock": f"infusion {clock}, day {DAY} ± {AROUND}",
        "all_closed": _share(found.all_closed),
        "evaluable": _share(found.evaluable),
        "subjects": [
            {
                "subject_id": each.subject_id,
                "said": each.said,
                "why": each.why,
                "day": each.day,
                "window_closes": each.closes.isoformat(),
                "evidence": _cells(each.evidence),
            }
            for each in found.subjects
        ],
    }


def _estimate(found: Estimate) -> dict[str, Any]:
    curve = found.curve
    return {
        "n": len(curve.followed),
        "events": curve.events,
        "median_days": curve.median(),
        "median_interval": list(curve.median_interval()),
        "at_1_year": _step(curve.at(YEAR)),
        "median_follow_up_days": reverse(curve).median(),
        "last_day": curve.last_day,
        "steps": [_step(step) for step in curve.steps],
        "subjects": _followed(curve),
        "not_placed": [{"subject_id": each.subject_id, "why": each.why, "evidence": _cells(each.evidence)} for each in found.unplaced],
    }


def _step(step: Step | None) -> dict[str, Any] | None:
    if step is None:
        return None
    interval = None if step.low is None else [step.low, step.high]
    return {
        "day": step.day,
        "at_risk": step.at_risk,
        "events": step.events,
        "censored": step.censored,
        "survival": step.survival,
        "interval": interval,
    }


def _followed(curve: Curve) -> list[dict[str, Any]]:
    return [
        {"subject_id": each.subject_id, "days": each.days, "event": each.event, "why": each.why, "evidence": _cells(each.evidence)}
        for each in curve.followed
    ]


def _toxicity(after: AfterInfusion) -> dict[str, Any]:
    groups = {"scales": after.scales, "infections": after.infections, "adverse_events": after.events}
    return {"infused": list(after.infused), **{name: [_line(line) for line in lines] for name, lines in groups.items()}}


def _line(line: Line) -> dict[str, Any]:
    grades = {who: [grade.at_least, grade.at_most] for who, grade in line.grades.items()}
    return {"term": line.term, "any_grade": _share(line.any_grade), "grade_3_or_more": _share(line.severe), "grades": grades}


def _follow_up(found: FollowUp) -> dict[str, Any]:
    owed = [
        {
            "subject_id": each.subject_id,
            "visit": each.visit.name,
            "day": each.visit.day.isoformat(),
            "window": [each.visit.first.isoformat(), each.visit.last.isoformat()],
            "state": each.state,
            "needs": list(each.needs),
            "doubts": _cells(each.doubts),
        }
        for each in found.visits
    ]
    return {"followed": list(found.followed), "visits": owed, "infusion_1_left_open": list(found.undecided)}


def _distance(found: Distance) -> dict[str, Any]:
    at_most, at_least = found.more
    return {
        "boundary": found.boundary.said,
        "state": found.state,
        "x": len(found.certain),
        "at_most": found.most,
        "n": found.n,
        "stops_at": found.stops_at,
        "more_events": {"at_least": at_least, "at_most": at_most},
        "subjects": {"with": list(found.certain), "cannot_be_told": list(found.possible), "without": list(found.without)},
        "pending": list(found.pending),
    }
