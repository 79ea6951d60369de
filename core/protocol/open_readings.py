"""The open readings: where the protocol's text can be read in more than one way, which reading is in force, and what the screen says of
it (clinical reference 1.4)."""

from dataclasses import dataclass

_CHOSEN, _ASSUMED = "[R] clinical reference 1.4", "[A] clinical reference 1.4"


@dataclass(frozen=True, slots=True)
class OpenReading:
    """A question the text leaves open. `settings` names the site's settings that govern it; empty where none does. `source`: see
    `Statement`."""

    id: str
    question: str
    reading: str
    screen: str
    source: str
    settings: tuple[str, ...] = ()


OPEN_READINGS = (
    OpenReading(
        "A1",
        "Does a PET/CT partial response need a positive ctDNA?",
        "Two readings, literal and strict; both are computed and shown.",
        "Met on the literal reading only: the tumor board decides.",
        _CHOSEN,
        ("pr_requires_ctdna",),
    ),
    OpenReading(
        "A2",
        "How many samples are “persistent”?",
        "Two consecutive evaluable positives; the baseline may be one, the latest is after the infusion.",
        "Lists the exact samples used.",
        _CHOSEN,
    ),
    OpenReading(
        "A3",
        "Is “within 60 days” inclusive, and what is day 0?",
        "Day 0 is the date of the first infusion; days 1 to 60 count, both included, by collection or scan date, not by report date.",
        "The date of day 60, and the days left.",
        _CHOSEN,
    ),
    OpenReading("A3b", "Do the 60 days bind the infusion?", "No, they bind the assessments.", "W_PLANNED_AFTER_60", _CHOSEN),
    OpenReading(
        "A4",
        "“Including” the four entities: only these?",
        "The four entities are met. Another large B-cell entity (FL3B, THRLBCL and others) is unknown, a query to the principal "
        "investigator; accepted with a name, met, not accepted, not met: for another large B-cell entity and for a text that is not "
        "recognized, never for a known lymphoma that is not large B-cell. That (FL, MCL, MZL, CLL/SLL, LPL/WM, Burkitt, Hodgkin, T-cell) "
        "is not met. Blank, or a text not recognized, is unknown. The summary even says only “DLBCL”.",
        "A query badge.",
        _CHOSEN,
    ),
    OpenReading(
        "A5",
        "“Axi-cel” or “CD19 CAR-T”?",
        "The registry's title names axi-cel. The product field is shown; another CD19 product gives a note, and the rule is still "
        "computed.",
        "A note.",
        _CHOSEN,
    ),
    OpenReading(
        "A6",
        "R1 stands inside the inclusion list: is it screening?",
        "It is a gate of stage 2, not screening. I1–I9 are judged before infusion 1 only (measurable disease, I7, cannot apply at CR).",
        "Shown apart from eligibility.",
        _CHOSEN,
    ),
    OpenReading(
        "A7",
        "“All participants receive two infusions”, or “if”?",
        "The condition wins: not receiving the second infusion is not a protocol deviation.",
        "A flow that shows both groups.",
        _CHOSEN,
    ),
    OpenReading("A8", "Same dose: per kilogram or absolute?", "Per kilogram, at the current weight.", "Both doses are shown.", _CHOSEN),
    OpenReading("A9", "The slash in ALT/AST: one or both?", "Both must pass.", "Two rows.", _CHOSEN),
    OpenReading(
        "A10", "Bullets nested oddly (hepatic under cardiopulmonary): what is required?", "All of I8a to I8e.", "Nothing besides.", _CHOSEN
    ),
    OpenReading("A11", "What does the “or” in I6 cover?", "The counts only.", "Nothing besides.", _CHOSEN),
    OpenReading(
        "A12",
        "Which weight for the creatinine clearance?",
        "Actual body weight, as in the original formula; the result with ideal weight too where it lies across 40 mL/min.",
        "A note beside the value.",
        _CHOSEN,
    ),
    OpenReading(
        "A13",
        "How old may a screening result be?",
        "Not stated. Labeled when more than 14 days (laboratory, test) or 28 days (LVEF, imaging) before leukapheresis, or than the site "
        "has set.",
        "The age of the result, marked where it is older.",
        _ASSUMED,
        ("fresh_tests_days", "fresh_imaging_days"),
    ),
    OpenReading("A14", "Transfusion or G-CSF before the counts?", "Not stated.", "To be asked; a note only.", _CHOSEN),
    OpenReading(
        "A15",
        "Below the limit of detection or quantification?",
        "The laboratory's call decides; positive or negative is never derived from a number unless the assay's limit is configured and "
        "signed.",
        "A hollow mark.",
        _CHOSEN,
    ),
    OpenReading("A16", "SD or PD with a positive ctDNA?", "Outside the rule.", "W_OUTSIDE_RULE, W_PD", _CHOSEN),
    OpenReading(
        "A17",
        "From when do the 3 months count?",
        "From the first infusion, day 90 ± 14; from the second infusion as a sensitivity.",
        "A toggle, and both numbers of subjects.",
        _ASSUMED,
    ),
    OpenReading(
        "A18",
        "Primary and secondary refractory (I5 d, e)?",
        "Not defined in the text: the investigator's answer, with the definition used written out.",
        "Free text beside the answer.",
        _CHOSEN,
    ),
    OpenReading("A19", "An LVEF given as a range (50–55 %)?", "Not a number: unknown.", "To be asked.", _CHOSEN),
    OpenReading(
        "A20", "Postmenopausal for at least 2 years?", "Stricter than the usual 12 months; 24 are kept.", "Nothing besides.", _CHOSEN
    ),
)
