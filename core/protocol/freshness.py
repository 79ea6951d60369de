"""How old a result was at the screening anchor. The trial text states no age; results older than the default are labeled, never
discounted (clinical reference 1.4, A13): 14 days for laboratory values and tests, 28 days for LVEF and imaging."""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from core.facts.chart import Datum
from core.logic.rules import Statement

SOURCE = "[A] clinical reference 1.4, A13"
TESTS, IMAGING = 14, 28  # days before the anchor; older is labeled

_OF_TESTS = (
    "hemoglobin", "neutrophils", "platelets", "creatinine_over_limit", "creatinine_clearance", "bilirubin_over_limit", "alt_over_limit",
    "ast_over_limit", "saturation_on_room_air", "serum_pregnancy_test_negative", "no_positive_pregnancy_test",
)  # fmt: skip
_OF_IMAGING = ("lvef", "node_longest", "extranodal_longest")
FRESH_FOR = MappingProxyType({**dict.fromkeys(_OF_TESTS, TESTS), **dict.fromkeys(_OF_IMAGING, IMAGING)})

STATED = (
    Statement(
        "tests", f"A laboratory value or a test more than {TESTS} days before the screening anchor is labeled old; it still counts.", SOURCE
    ),
    Statement(
        "imaging", f"LVEF and imaging more than {IMAGING} days before the screening anchor are labeled old; they still count.", SOURCE
    ),
)


@dataclass(frozen=True, slots=True)
class Age:
    """`days` from the oldest record a value rests on to the anchor. `fresh_for` is `None` where age is not asked."""

    days: int
    fresh_for: int | None

    @property
    def old(self) -> bool:
        return self.fresh_for is not None and self.days > self.fresh_for


def age_at(variable: str, datum: Datum, anchor: date) -> Age | None:
    """The age of what is known of a variable; `None` where none of its records has a day, or nothing is recorded."""
    days = [(anchor - cited.day).days for cited in datum.evidence if cited.day is not None]
    return Age(max(days), FRESH_FOR.get(variable)) if days else None
