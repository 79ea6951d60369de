"""The open readings: where the protocol's text can be read in more than one way, which reading is in force, and what the screen says of
it (clinical reference 1.4)."""

from core.protocol.open_reading import DOSE, ELIGIBILITY, SECOND_INFUSION, Choice, OpenReading

_CHOSEN, _ASSUMED = "[R] clinical reference 1.4", "[A] clinical reference 1.4"


OPEN_READINGS = (
    OpenReading(
        "A1",
        "Does a PET/CT partial response need a positive ctDNA?",
        "Two readings, literal and strict; both are computed and shown.",
        "Met on the literal reading only: the tumor board decides.",
        _CHOSEN,
        (
            Choice(
                "pr_requires_ctdna",
                "PR needs a positive ctDNA",
                SECOND_INFUSION,
                (
                    ("no", "the literal reading, a partial response alone meets the rule"),
                    ("yes", "the strict reading, a partial response needs a positive ctDNA as well"),
                ),
                "met only where both readings are, else the tumor board decides",
            ),
        ),
    ),
    OpenReading(
        "A2",
        "How many samples are “persistent”?",
        "Two consecutive evaluable positives; the baseline may be one, the latest is after the infusion.",
        "Lists the exact samples used.",
        _CHOSEN,
        (
            Choice(
                "persistent_counts_baseline",
                "The baseline counts for persistent",
                SECOND_INFUSION,
                (
                    ("yes", "the baseline may be one of the two positives"),
                    ("no", "two positives after the infusion are needed; with one and a positive baseline, one more sample"),
                ),
            ),
        ),
    ),
    OpenReading(
        "A3",
        "Is “within 60 days” inclusive, and what is day 0?",
        "Day 0 is the date of the first infusion; days 1 to 60 count, both included, by collection or scan date, not by report date.",
        "The date of day 60, and the days left.",
        _CHOSEN,
        (
            Choice(
                "day_60_counts",
                "Day 60 counts",
                SECOND_INFUSION,
                (("yes", "days 1 to 60 count"), ("no", "days 1 to 59 count")),
            ),
            Choice(
                "window_dated_by",
                "The window is dated by",
                SECOND_INFUSION,
                (
                    ("collection", "the day a sample was drawn or a scan made lies in the window"),
                    ("report", "its report must be out within the window too; without a report date it is open whether it counts"),
                ),
            ),
        ),
    ),
    OpenReading(
        "A3b",
        "Do the 60 days bind the infusion?",
        "No, they bind the assessments.",
        "W_PLANNED_AFTER_60",
        _CHOSEN,
        (
            Choice(
                "window_binds_infusion",
                "The window binds the infusion",
                SECOND_INFUSION,
                (
                    ("no", "it binds the assessments, a later infusion is only warned of"),
                    ("yes", "once the window has passed without infusion 2 the rule is not met"),
                ),
            ),
        ),
    ),
    OpenReading(
        "A4",
        "“Including” the four entities: only these?",
        "The four entities are met. Another large B-cell entity (FL3B, THRLBCL and others) is unknown, a query to the principal "
        "investigator; accepted with a name, met, not accepted, not met: for another large B-cell entity and for a text that is not "
        "recognized, never for a known lymphoma that is not large B-cell. That (FL, MCL, MZL, CLL/SLL, LPL/WM, Burkitt, Hodgkin, T-cell) "
        "is not met. Blank, or a text not recognized, is unknown. The summary even says only “DLBCL”.",
        "A query badge.",
        _CHOSEN,
        (
            Choice(
                "histologies_met",
                "Histologies that are met",
                ELIGIBILITY,
                (
                    ("listed_or_ruled", "the four entities; another large B-cell lymphoma by a ruling"),
                    ("large_b_cell", "the four entities and every other large B-cell lymphoma, without a ruling"),
                    ("listed", "the four entities only, another large B-cell lymphoma is not met"),
                    ("dlbcl", "DLBCL only, as the summary has it"),
                ),
            ),
        ),
    ),
    OpenReading(
        "A5",
        "“Axi-cel” or “CD19 CAR-T”?",
        "The registry's title names axi-cel. The product field is shown; another CD19 product gives a note, and the rule is still "
        "computed.",
        "A note.",
        _CHOSEN,
        (
            Choice(
                "axi_cel_only",
                "The rule holds for axi-cel only",
                SECOND_INFUSION,
                (
                    ("no", "it is computed for any CD19 product"),
                    ("yes", "after another product it is not met, with the product unrecorded unknown"),
                ),
            ),
        ),
    ),
    OpenReading(
        "A6",
        "R1 stands inside the inclusion list: is it screening?",
        "It is a gate of stage 2, not screening. I1–I9 are judged before infusion 1 only (measurable disease, I7, cannot apply at CR).",
        "Shown apart from eligibility.",
        _CHOSEN,
        alone="as an inclusion criterion it would stand beside measurable disease (I7), which a complete response excludes: nobody could "
        "meet both",
    ),
    OpenReading(
        "A7",
        "“All participants receive two infusions”, or “if”?",
        "The condition wins: not receiving the second infusion is not a protocol deviation.",
        "A flow that shows both groups.",
        _CHOSEN,
        alone="it says how many infusions a participant has had to receive, no verdict on one subject",
    ),
    OpenReading(
        "A8",
        "Same dose: per kilogram or absolute?",
        "Per kilogram, at the current weight.",
        "Both doses are shown.",
        _CHOSEN,
        (
            Choice(
                "second_dose",
                "The second dose is the same",
                DOSE,
                (("per_kg", "per kilogram of the weight at infusion 2"), ("absolute", "in cells, by the weight at infusion 1")),
            ),
        ),
    ),
    OpenReading(
        "A9",
        "The slash in ALT/AST: one or both?",
        "Both must pass.",
        "Two rows.",
        _CHOSEN,
        (
            Choice(
                "transaminases",
                "Of ALT and AST must pass",
                ELIGIBILITY,
                (("both", "ALT and AST"), ("either", "one of them is enough")),
            ),
        ),
    ),
    OpenReading(
        "A10",
        "Bullets nested oddly (hepatic under cardiopulmonary): what is required?",
        "All of I8a to I8e.",
        "Nothing besides.",
        _CHOSEN,
        alone="however the bullets are nested, each of them is required",
    ),
    OpenReading(
        "A11",
        "What does the “or” in I6 cover?",
        "The counts only.",
        "Nothing besides.",
        _CHOSEN,
        (
            Choice(
                "acceptance_covers",
                "The investigator's acceptance covers",
                ELIGIBILITY,
                (("counts", "counts below, not missing access"), ("access_too", "counts below and missing access with them")),
            ),
        ),
    ),
    OpenReading(
        "A12",
        "Which weight for the creatinine clearance?",
        "Actual body weight, as in the original formula; the result with ideal weight too where it lies across 40 mL/min.",
        "A note beside the value.",
        _CHOSEN,
        (
            Choice(
                "clearance_weight",
                "Weight in the creatinine clearance",
                ELIGIBILITY,
                (("actual", "actual body weight"), ("ideal", "ideal body weight by Devine, from the newest height")),
            ),
        ),
    ),
    OpenReading(
        "A13",
        "How old may a screening result be?",
        "Not stated. Labeled when more than 14 days (laboratory, test) or 28 days (LVEF, imaging) before leukapheresis, or than the site "
        "has set.",
        "The age of the result, marked where it is older.",
        _ASSUMED,
        (
            Choice(
                "old_results_count",
                "Old results count",
                ELIGIBILITY,
                (("yes", "an old result counts and is labeled"), ("no", "an old result is unknown")),
            ),
        ),
        labels=("fresh_tests_days", "fresh_imaging_days"),
    ),
    OpenReading(
        "A14",
        "Transfusion or G-CSF before the counts?",
        "Not stated.",
        "To be asked; a note only.",
        _CHOSEN,
        alone="the text names no interval, and no record says after what a count was taken",
    ),
    OpenReading(
        "A15",
        "Below the limit of detection or quantification?",
        "The laboratory's call decides; positive or negative is never derived from a number unless the assay's limit is configured and "
        "signed.",
        "A hollow mark.",
        _CHOSEN,
        alone="it would need each assay's own limit, configured and signed by its laboratory; none is",
    ),
    OpenReading(
        "A16",
        "SD or PD with a positive ctDNA?",
        "Outside the rule.",
        "W_OUTSIDE_RULE, W_PD",
        _CHOSEN,
        alone="the sentence names CR and PR; no reading of it takes in SD or PD",
    ),
    OpenReading(
        "A17",
        "From when do the 3 months count?",
        "From the first infusion, day 90 ± 14; from the second infusion as a sensitivity.",
        "A toggle, and both numbers of subjects.",
        _ASSUMED,
        alone="it dates an endpoint of the trial, no verdict on one subject",
    ),
    OpenReading(
        "A18",
        "Primary and secondary refractory (I5 d, e)?",
        "Not defined in the text: the investigator's answer, with the definition used written out.",
        "Free text beside the answer.",
        _CHOSEN,
        alone="the text gives no definition that could be computed",
    ),
    OpenReading(
        "A19",
        "An LVEF given as a range (50–55 %)?",
        "Not a number: unknown.",
        "To be asked.",
        _CHOSEN,
        alone="a range is not kept as a value; whoever measured it can say the number",
    ),
    OpenReading(
        "A20",
        "Postmenopausal for at least 2 years?",
        "Stricter than the usual 12 months; 24 are kept.",
        "Nothing besides.",
        _CHOSEN,
        (
            Choice(
                "menopause_months",
                "Months since the last menses",
                ELIGIBILITY,
                (("24", "as the text has it"), ("12", "the usual year")),
            ),
        ),
    ),
)

CHOICES = tuple((reading, choice) for reading in OPEN_READINGS for choice in reading.choices)
