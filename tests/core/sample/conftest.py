"""The synthetic cohort as it is committed, read once for all these tests."""

from datetime import date

import pytest

from core.assessment import assess
from core.doctor import ROOT
from core.layouts.load import load
from core.protocol.settings_file import load_settings
from sample_data.cohort import cohort as written

SAMPLE = ROOT / "sample_data"
AS_OF = date(2026, 3, 5)
RECORDED_ON = date(2026, 4, 1)  # one report comes in after the as-of day


@pytest.fixture(scope="session")
def site():
    return load_settings(SAMPLE / "settings.toml")


@pytest.fixture(scope="session")
def loaded(site):
    return load(sorted(SAMPLE.glob("*.xlsx")), site, RECORDED_ON)


@pytest.fixture(scope="session")
def cohort(loaded, site):
    """Every subject judged on the demo's day."""
    return {name: assess(facts, AS_OF, site) for name, facts in loaded.subjects.items()}


@pytest.fixture(scope="session")
def rows():
    """The rows as the program makes them, sheet by sheet."""
    return written().rows
