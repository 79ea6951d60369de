"""A setting of the site, chosen or set back to unset, as a plan."""

from datetime import date

from core.ledger.ledger import Ledger
from core.ledger.plan import SETTING, Plan
from core.protocol.settings import Settings
from core.protocol.settings_file import SettingsRefused, stated_as


def choose(ledger: Ledger, name: str, value: str | None, on: date, reason: str, by: str) -> Plan:
    """`value` as a person typed it, `None` to leave the setting unset.

    Raises:
        SettingsRefused: where there is no such setting, its value cannot be read, or no reason is given.
    """
    base = ledger.head().seq
    if name not in Settings.model_fields:
        raise SettingsRefused(f"settings: {name} is no setting; expected one of: {', '.join(Settings.model_fields)}")
    if not reason.strip():
        raise SettingsRefused(f"settings: {name}.reason is blank; expected why it is chosen")
    stated = None if value is None else stated_as(name, value, on, reason.strip(), by)
    return Plan(SETTING, base, settings={name: stated}, reason=reason.strip(), body={"on": on.isoformat()} if value is None else {})
