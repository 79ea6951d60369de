"""The published tables once more, for rows where everything is recorded and nothing contradicts: written apart from the product,
as the plainest reading of ASTCT 2019, and enumerated to find what a row with blanks allows.
"""

from itertools import product

DEVICES: tuple[tuple[str, str | None], ...] = (
    *(("nasal_cannula", "6"), ("nasal_cannula", "6.5"), ("high_flow_nasal_cannula", "30")),
    *((device, None) for device in ("none", "blow_by", "simple_mask", "venturi", "non_rebreather", "cpap", "bipap", "ventilator")),
)
YES_NO = ("yes", "no")
# What a blank cell may hold; one value where the contract says what blank reads as.
CRS_CELLS = {
    "temperature": ("37.9", "38"),
    "fever_other_cause": YES_NO,
    "antipyretic_or_anticytokine": YES_NO,
    "crs_before": YES_NO,
    "hypotension": YES_NO,
    "hypotension_other_cause": ("no",),
    "vasopressors": ("0", "1", "2"),
    "vasopressin": YES_NO,
    "oxygen": DEVICES,
    "oxygen_reason": ("hypoxia", "home_cpap"),
}
SEIZURES = (("none", None), ("resolved", "5"), ("resolved", "5.5"), ("eeg_resolved", None), ("prolonged", None), ("repetitive", None))
ICANS_CELLS = {
    "ice_total": ("10", "9", "7", "6", "3", "2", "0"),
    "consciousness": ("alert", "awakens_spontaneously", "awakens_to_voice", "awakens_to_touch", "vigorous_touch"),
    "consciousness_other_cause": YES_NO,
    "attack": SEIZURES,
    "motor": ("none", "myoclonus", "hemiparesis"),
    "edema": ("none", "focal", "diffuse"),
    "pressure_signs": ("none", "papilledema"),
    "hemorrhage_only": YES_NO,
}


def crs(row):
    """(lowest, highest) grade of a complete row."""
    fever = row["temperature"] == "38" and row["fever_other_cause"] == "no"
    on_pressor = row["vasopressors"] != "0" or row["vasopressin"] == "yes"
    pressure = (4 if row["vasopressors"] == "2" else 3 if on_pressor else 2) if row["hypotension"] == "yes" else 0
    if row["hypotension_other_cause"] == "yes":
        pressure = 0
    device, flow = row["oxygen"]
    by_flow = 3 if flow and float(flow) > 6 else 2
    low, positive = {"none": 0, "blow_by": 2, "nasal_cannula": by_flow}, ("cpap", "bipap", "ventilator")
    hypoxia = (4 if device in positive else low.get(device, 3)) if row["oxygen_reason"] == "hypoxia" else 0
    sign = max(pressure, hypoxia)
    if fever:
        return max(1, sign), max(1, sign)
    if row["crs_before"] == "no":
        return 0, 0
    return (sign, sign) if row["antipyretic_or_anticytokine"] == "yes" else (0, sign)


def icans(row):
    score = int(row["ice_total"])
    ice = next(grade for grade, lowest in ((0, 10), (1, 7), (2, 3), (3, 0)) if score >= lowest)
    awake = ("alert", "awakens_spontaneously", "awakens_to_voice", "awakens_to_touch", "vigorous_touch").index(row["consciousness"])
    attack, minutes = row["attack"]
    seizure = 0 if attack == "none" else 4 if attack in ("prolonged", "repetitive") or (minutes and float(minutes) > 5) else 3
    inside = max(("none", "", "", "focal", "diffuse").index(row["edema"]), 4 if row["pressure_signs"] == "papilledema" else 0)
    domains = [ice, seizure, 4 if row["motor"] == "hemiparesis" else 0]
    domains += [awake] if row["consciousness_other_cause"] == "no" else []
    domains += [inside] if row["hemorrhage_only"] == "no" else []
    return max(domains), max(domains)


def contradicts(row):
    """Pressors against no hypotension: such a row is outside the tables."""
    return row.get("hypotension") == "no" and (row["vasopressors"] != "0" or row["vasopressin"] == "yes")


def allowed(partial, cells, grade):
    """The lowest and the highest grade of every completion of the cells that are blank (`None`) in a row."""
    choices = [values if partial[name] is None else (partial[name],) for name, values in cells.items()]
    complete = (dict(zip(cells, values, strict=True)) for values in product(*choices))
    ends = [grade(row) for row in complete if not contradicts(row)]
    return min(low for low, _ in ends), max(high for _, high in ends)
