"""How old a result was at the screening anchor. The trial text states no age; results older than the site's window are labeled, never
discounted (clinical reference 1.4, A13). The defaults: 14 days for laboratory values and tests, 28 days for LVEF and imaging."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from core.facts.chart import Chart, Datum
from core.logic.rules import Statement
from core.protocol.settings import FRESH_IMAGING, FRESH_TESTS, Settings

SOURCE = "[A] clinical reference 1.4, A13"

_OF_TESTS = (
    "hemoglobin", "neutrophils", "platelets", "creatinine_over_limit", "creatinine_clearance", "bilirubin_over_limit", "alt_over_limit",
    "ast_over_limit", "saturation_on_room_air", "serum_pregnancy_test_negative", "no_positive_pregnancy_test",
)  # fmt: skip
_OF_IMAGING = ("lvef", "node_longest", "extranodal_longest")

STATED = (
    Statement(
        "tests",
        f"A laboratory value or a test more than {FRESH_TESTS} days before the screening anchor is labeled old; it still counts, unless "
        "the site has set that old results do not. The setting fresh_tests_days takes the place of this number.",
        SOURCE,
    ),
    Statement(
        "imaging",
        f"LVEF and imaging more than {FRESH_IMAGING} days before the screening anchor are labeled old; they still count, unless "
        "the site has set that old results do not. The setting fresh_imaging_days takes the place of this number.",
        SOURCE,
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


def windows(settings: Settings) -> Mapping[str, int]:
    """For how many days before the anchor each variable is fresh: as the site has it, else the default."""
    tests, imaging = settings.fresh_tests_days, settings.fresh_imaging_days
    return MappingProxyType(
        {
            **dict.fromkeys(_OF_TESTS, FRESH_TESTS if tests is None else tests.value),
            **dict.fromkeys(_OF_IMAGING, FRESH_IMAGING if imaging is None else imaging.value),
        }
    )


def age_at(variable: str, datum: Datum, anchor: date, fresh_for: Mapping[str, int]) -> Age | None:
    """The age of what is known of a variable; `None` where none of its records has a day, or nothing is recorded. `fresh_for` are the
    windows in force."""
    days = [(anchor - cited.day).days for cited in datum.evidence if cited.day is not None]
    return Age(max(days), fresh_for.get(variable)) if days else None


def without_old(chart: Chart, anchor: date, fresh_for: Mapping[str, int]) -> Chart:
    """The chart of a site where an old result does not count: what is labeled old is unknown, its cells still shown."""
    found = dict(chart.data)
    for variable in fresh_for.keys() & found.keys():
        datum = found[variable]
        age = age_at(variable, datum, anchor, fresh_for)
        if datum.value is not None and age is not None and age.old:
            found[variable] = Datum(None, datum.evidence, f"{age.days} days before the screening anchor, older than {age.fresh_for}")
    return Chart(found)
