"""A setting chosen: with a day, a reason and a name, or set back to unset."""

from datetime import date

import pytest

from core.changes.choose import choose
from core.protocol.settings_file import SettingsRefused
from tests.core.changes.telling import store

DAY = date(2026, 3, 5)


def test_a_setting_is_chosen_and_set_back(ledger):
    found = choose(ledger, "pr_requires_ctdna", "yes", DAY, " as the PI ruled ", "Dr B")
    assert (found.base, found.subjects, found.reason) == (0, (), "as the PI ruled")
    store(ledger, found)
    chosen = ledger.settings().pr_requires_ctdna
    assert (chosen.value, chosen.on, chosen.reason, chosen.by) == (True, DAY, "as the PI ruled", "Dr B")
    store(ledger, choose(ledger, "pr_requires_ctdna", None, DAY, "not ruled yet", "Dr B"))
    assert ledger.settings().pr_requires_ctdna is None


@pytest.mark.parametrize(
    ("name", "value", "reason", "said"),
    [
        ("pr_requires_ctdna", "perhaps", "x", "is neither yes nor no"),
        ("time_zone", "Mars/Base", "x", "is not a time zone"),
        ("color", "red", "x", "settings: color is no setting; expected one of: time_zone"),
        ("color", None, "x", "settings: color is no setting"),
        ("time_zone", "Asia/Shanghai", " ", "settings: time_zone.reason is blank"),
    ],
)
def test_what_is_no_setting_or_has_no_reason_is_refused(ledger, name, value, reason, said):
    with pytest.raises(SettingsRefused, match=said):
        choose(ledger, name, value, DAY, reason, "Dr B")
