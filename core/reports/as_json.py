"""An assessment as the JSON of the command line: the contract's keys, and beside them the evidence of every verdict."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from core.assessment import Assessment, SecondInfusion
from core.facts.chart import Value
from core.facts.fact import Cited, Problem
from core.facts.values import Amount, Moment, Span, plain
from core.logic.judgement import Judgement
from core.logic.rules import NOT_APPLICABLE, Finding, Grade
from core.protocol.eligibility import NOT_IN_TEXT
from core.protocol.settings import Settings
from core.protocol.trial import PROTOCOL
from core.response.pairing import Pair
from core.scales.assessed import AS_RECORDED, Assessed

TRUTH = {True: "true", False: "false", None: "unknown"}


def cohort_json(
    assessments: Iterable[Assessment], as_of: date, site: Settings, problems: Iterable[Problem], notices: Iterable[str]
) -> dict[str, Any]:
    return {
        "as_of": as_of.isoformat(),
        "protocol": PROTOCOL,
        "settings": site.in_words(),
        "problems": [str(problem) for problem in problems],
        "notices": list(notices),
        "subjects": [subject_json(one) for one in assessments],
    }


def subject_json(found: Assessment) -> dict[str, Any]:
    second = found.second_infusion
    return {
        "subject_id": found.subject_id,
        "eligibility": {
            "overall": found.eligibility.overall,
            "judged_on": None if found.anchor[0] is None else found.anchor[0].isoformat(),
            "anchor": found.anchor[1],
            "note": NOT_IN_TEXT,
            "criteria": {name: finding_json(finding) for name, finding in found.eligibility.findings.items()},
            "later": {name: finding_json(finding) for name, finding in found.worsened.items()},
        },
        "ctdna": None if second is None else {"status": second.ctdna.status, "reason": second.ctdna.reason},
        "pet": None if second is None else _pet(second),
        "second_infusion": None if second is None else _second_infusion(second),
        "pairs": [_pair(pair) for pair in found.pairs],
        "infusion_1_open": sources(found.infusion_1_open),
        "toxicity": _toxicity(found) or None,
        "dose": [
            {
                "infusion": dose.number,
                "planned_cells": _amount(dose.planned_cells),
                "given_cells": _amount(dose.given_cells),
                "weight_kg": _amount(dose.weight_kg),
                "more_than_10_percent_off": dose.off_plan,
                "over_label_cap": dose.over_cap,
            }
            for dose in found.doses
        ],
        "monitoring": {f"infusion_{number}": finding_json(finding) for number, finding in found.monitoring.items()},
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    excused = finding.excused if finding.status == NOT_APPLICABLE else None
    return {
        "status": finding.status,
        "missing": list(finding.missing),
        "contradiction": finding.contradiction,
        "evidence": judgement_json(excused or finding.holds),
    }


def judgement_json(judgement: Judgement) -> dict[str, Any]:
    """The tree of a judgement: words, truth, and at each leaf the value, its dates and its source cells."""
    found: dict[str, Any] = {"clause": judgement.clause.words(), "truth": TRUTH[judgement.truth]}
    datum = judgement.datum
    if datum is not None:
        found["value"] = None if datum.value is None else value_text(datum.value)
        found["dates"] = sorted({cited.day.isoformat() for cited in datum.evidence if cited.day is not None})
        found["sources"] = sources(datum.evidence)
        if datum.note:
            found["note"] = datum.note
    if judgement.parts:
        found["parts"] = [judgement_json(part) for part in judgement.parts]
    return found


def value_text(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plain(value) if isinstance(value, Decimal | Span) else str(value)


def sources(evidence: Iterable[Cited]) -> list[str]:
    return list(dict.fromkeys(cited.address for cited in evidence))


def grade_json(grade: Grade | None) -> list[int] | None:
    return None if grade is None else [grade.at_least, grade.at_most]


def _amount(found: Amount | None) -> str | None:
    return None if found is None else plain(found)


def _pet(second: SecondInfusion) -> dict[str, Any]:
    scan = second.pet
    return {
        "response": scan.response or "unknown",
        "scanned_on": scan.scanned_on.isoformat() if scan.scanned_on else None,
        "reason": scan.reason,
    }


def _second_infusion(second: SecondInfusion) -> dict[str, Any]:
    where = second.standing
    return {
        "state": second.state,
        "reading_literal": second.readings.literal.status,
        "reading_strict": second.readings.strict.status,
        "day": where.day,
        "last_day_of_window": where.last_day_of_window.isoformat(),
        "warnings": [item.code.code for item in second.warnings],
        "holds": [item.code.code for item in second.holds],
        "undated": sources(where.undated),
        "closed": None if where.closing is None else {"on": where.closing.day.isoformat(), "reason": where.closing.reason},
        "reasons": [
            {
                "code": item.code.code,
                "class": item.code.kind,
                "words": item.code.words,
                "detail": item.detail,
                "sources": sources(item.evidence),
            }
            for item in second.warnings
        ],
        "evidence": {"literal": judgement_json(second.readings.literal.holds), "strict": judgement_json(second.readings.strict.holds)},
    }


def _toxicity(found: Assessment) -> Mapping[str, Any]:
    return {
        f"infusion_{number}": {
            scale: {
                "now": grade_json(course.now(after.day)),
                "worst": grade_json(course.worst),
                "onset": _moment(course.onset),
                "resolved": _moment(course.resolved_at),
                "evidence": {name: assessed_json(row) for name, row in course.deciding.items()},
            }
            for scale, course in (("crs", after.crs), ("icans", after.icans))
        }
        for number, after in found.toxicity.items()
    }


def assessed_json(row: Assessed) -> dict[str, Any]:
    """One bedside row as graded: its grade, the site's own beside it, its cells, and the judgement of the clauses at the range's ends."""
    graded = row.explain()
    ends = () if AS_RECORDED in row.flags else dict.fromkeys(max(1, grade) for grade in (row.grade.at_least, row.grade.at_most))
    return {
        "assessed_at": str(row.at),
        "grade": grade_json(row.grade),
        "recorded": row.recorded,
        "flags": list(row.flags),
        "sources": sources(row.evidence()),
        "clauses": {f"at_least_{grade}": judgement_json(graded.judged[grade]) for grade in ends},
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "scanned_on": pair.scanned_on.isoformat(),
        "response": pair.response or "unknown",
        "ctdna": pair.call,
        "gap_days": pair.gap,
        "discordance": pair.discordance or None,
        "sources": sources(Cited(sample, "call") for sample in pair.samples),
    }


def _moment(when: Moment | None) -> str | None:
    return None if when is None else str(when)
