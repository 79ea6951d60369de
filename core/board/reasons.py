"""Why a subject stands where it stands in the tumor board's list: one short sentence that names the evidence, never an advice."""

from core.assessment import Assessment, SecondInfusion
from core.logic.rules import MET, NOT_MET, UNKNOWN
from core.protocol.second_infusion import BOARD_REVIEW
from core.protocol.standing import Standing

WORDS = {MET: "met", NOT_MET: "not met", UNKNOWN: "unknown", BOARD_REVIEW: "met on the literal reading only"}
OUTSIDE = ("SD", "PD")
SITE = "not met on the strict reading, which this site's setting follows"


def why(found: Assessment) -> str:
    second = found.second_infusion
    if second is None:
        if found.infusion_1_open:
            return "Whether, or when, infusion 1 was given is open"
        return f"No infusion 1 is recorded as given; eligibility: {found.eligibility.overall.replace('_', ' ')}"
    standing = second.standing
    if standing.given_on is not None:
        day = (standing.given_on - standing.infused_on).days
        return f"Given on {standing.given_on}, day {day}; the rule on that day: {WORDS[second.readings.state]}"
    if standing.undated:
        return "Infusion 2, a death or a new therapy may already have happened: a cell that would say so is open"
    if standing.closing is not None:
        return f"By {standing.closing.reason}, {standing.closing.day}; the rule before that day: {WORDS[second.readings.state]}"
    return " · ".join([*_verdict(second), window(standing), *_plan(standing)])


def _verdict(second: SecondInfusion) -> list[str]:
    return _open(second) if second.state == UNKNOWN else [_decided(second)]


def _decided(second: SecondInfusion) -> str:
    literal, strict, response = second.readings.literal.status, second.readings.strict.status, second.pet.response
    if second.state == MET:
        return "Met on both readings" if literal == strict else "Met on the literal reading, which this site's setting follows"
    pair = f"{response or 'PET/CT open'} with ctDNA {second.ctdna.status}"
    if second.state == BOARD_REVIEW:
        return f"{pair}: met on the literal reading only"
    if response in OUTSIDE:
        return f"{response}: outside the rule"
    both = literal == strict
    return f"{pair}: {'met on neither reading' if both else SITE}"


def _open(second: SecondInfusion) -> list[str]:
    """What keeps the rule undecided: ctDNA, PET/CT or both."""
    lacking = {column.partition(".")[0] for column in (*second.readings.literal.missing, *second.readings.strict.missing)}
    results = (("ctdna", "ctDNA", "W_NO_CTDNA", second.ctdna), ("pet", "PET/CT", "W_NO_PET", second.pet))
    return [
        f"{name} missing" if none in result.codes else f"{name} open: {result.reason}"
        for sheet, name, none, result in results
        if sheet in lacking
    ]


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
    return [f"infusion 2 planned {f'for {at.day}' if at is not None else 'without a day'}"]
