"""The fine points: where two careful readers of the protocol and of the scales would differ, the answer in force (clinical reference 1.4b).

All are assumptions unless the text says so.
"""

from core.logic.rules import Statement

_SOURCE = "[A] clinical reference 1.4b"

FINE_POINTS = (
    Statement(
        "rows",
        "A blank cell beside a filled one of the same key is no conflict. The report date of a laboratory result works like those of "
        "ctDNA and PET. Once infusion 2 is given or the case is closed, a report must have been out by that day to count.",
        _SOURCE,
    ),
    Statement(
        "eligibility",
        "A censored count with an override is judged for every value it allows. An override without reason or signer does no harm where "
        "the counts pass. The histology ruling does not apply to a blank histology. Cockcroft–Gault uses the age on the day of the "
        "sample; an implausible weight of an infusion counts as blank.",
        _SOURCE,
    ),
    Statement(
        "ctDNA",
        "On the newest day one failed sample is enough for W_CTDNA_FAILED; an indeterminate call beside a positive or negative one of "
        "that day is a conflict. Only indeterminates in the window add no W_NEED_SECOND_SAMPLE. A conflict on an older day does not "
        "matter where the newest call is negative. Two assays on the newest day with equally many earlier calls: their common answer, "
        "else unknown. W_ASSAY_CHANGED never stands on a newest negative, nor beside W_NEED_SECOND_SAMPLE. Without a call in the window, "
        "W_BASELINE_NEG looks at any assay's newest baseline. W_PAIR_GAP and W_EARLY_ASSESSMENT use the newest evaluable call even where "
        "ctDNA is undecided.",
        _SOURCE,
    ),
    Statement(
        "PET",
        "Deauville columns entered that do not decide, and no read: unknown, and W_PET_INDETERMINATE. IR never disagrees with a "
        "derivation; IR on CT gives both codes; SD or PD read on CT alone stays unknown with W_PET_NOT_CONFIRMED only. Of two equal "
        "reads of a day one on PET/CT confirms. An unread row beside a read one of the same day is ignored. IR beside CR: W_CONFLICT "
        "only. PD: W_PD only.",
        _SOURCE,
    ),
    Statement(
        "closed and given",
        "A new therapy on the very day of infusion 1 does not close. A date of death counts even where it was written later. "
        "W_WINDOW_CLOSED goes by the as-of day. Plan and W_FUTURE_DATE stay listed. An infusion given after the as-of day is not yet a "
        "plan. The 48 h and 14 days are counted to the day before closing, or to the day of infusion 2.",
        _SOURCE,
    ),
    Statement(
        "infection",
        "An answer on the day of infusion 2, or before day 0, counts while not older than 14 days; the 15th day is too old.",
        _SOURCE,
    ),
    Statement(
        "dose",
        "Weight of infusion 2 blank: the newest weight of sheet labs, else that of infusion 1. Weight of infusion 1 blank: sheet labs.",
        _SOURCE,
    ),
    Statement(
        "bedside",
        "A scale that no row assesses has no grade. An undecided row neither breaks nor makes a resolution, but shows until the next; "
        "any sign breaks it. A row that could have been grade 1 or more needs a resolution like an episode; the resolution also makes an "
        "unknown “CRS before” a no. A recorded grade 0 without signs is free of signs. A recorded grade beside context cells alone (drug "
        "given, causes, infection) is a recorded grade. Grade 0 with a sign still standing holds 48 h. Answers are held across the day "
        "of an infusion; pressors and vasopressin are held apart, consciousness with its cause. Grade 5 never goes stale. An oxygen "
        "reason other than hypoxia with the device blank counts as no oxygen. Pressure signs count where it is blank whether there is "
        "only a hemorrhage. The grade after infusion 1 is judged on the as-of day even after infusion 2.",
        _SOURCE,
    ),
)
