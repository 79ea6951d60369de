"""How one laboratory always writes: drawn once, kept for all its sheets.

The mix. Forms: one row a result 34 %, one column an analyte 66 % (plain 22, unit row 8, heads in two or three rows 8, blocks of visits
below each other 6 and beside each other 5, several tables 6, turned 5, one subject in a title 6), a title block above three in ten.
Files: 65 % xlsx (a tenth of them of the 1904 epoch; 8 in 10 with real dates), 35 % text (UTF-8 with and without mark 80 %, UTF-16 17 %,
GB18030 3 %; commas, semicolons, tabs). Texts of dates: ISO half, then year first, day first, month first. Chinese one in three.
What may ask on purpose: GB18030, a subject on its first row only and no merged cell (2 %), columns nobody knows (3 %), no unit anywhere
(1 %), dates and decimals that by chance no cell of the sheet proves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from core.facts.analytes import ANALYTES
from tests.campaign.truth_courses import COURSES, DECIMALS
from tests.campaign.truth_words import CHINESE, ENGLISH, EXTRAS, FIELDS, NAMES, UNITS

LONG, WIDE, UNIT_ROW, STACKED, BELOW, BESIDE, SEVERAL, TURNED, TITLED = (
    "one row a result", "one column an analyte", "a unit row", "heads in several rows", "visits below each other",
    "visits beside each other", "several tables", "turned", "the subject in a title",
)  # fmt: skip
FORMS = {LONG: 34, WIDE: 22, UNIT_ROW: 8, STACKED: 8, BELOW: 6, BESIDE: 5, SEVERAL: 6, TURNED: 5, TITLED: 6}
BRACKETS = {"{} ({})": 6, "{} [{}]": 2, "{}, {}": 1, "{}（{}）": 0, "{}({})": 1}
BRACKETS_CHINESE = {"{}({})": 3, "{}（{}）": 3, "{} ({})": 2, "{}[{}]": 1}
ISO, YEAR, DAY, MONTH, DOTS, SIGNS = "%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y年%m月%d日"
ORDERS = {ISO: "iso", YEAR: "year-first", SIGNS: "year-first", DAY: "day-first", DOTS: "day-first", MONTH: "month-first"}
SHAPES = ("P-{:05}", "{:05}", "PT{:05}", "01-{:05}", "CART-{:05}")  # the digits are never two subjects' in one store
PANELS: Sequence[Sequence[str]] = (
    ("hemoglobin", "neutrophils", "platelets", "leukocytes", "lymphocytes"),
    ("creatinine", "bilirubin", "alt", "ast", "ldh"),
    ("crp", "ferritin", "il6", "fibrinogen", "triglycerides"),
    ("hemoglobin", "platelets", "creatinine", "crp", "ldh", "weight"),
    ("neutrophils", "crp", "ferritin", "il6", "temperature"),
)


class Text(NamedTuple):
    """How a text file is written; `mark` are the bytes it begins with."""

    encoding: str
    delimiter: str
    mark: bytes = b""


@dataclass(frozen=True)
class Habits:
    number: int
    language: str
    form: str
    panel: Mapping[str, str]  # analyte: UCUM code of its unit
    names: Mapping[str, str]
    spelled: Mapping[str, str]  # analyte: its unit as written
    words: Mapping[str, str]  # field: its head
    bracket: str
    text: Text | None
    epoch_1904: bool
    dates: str
    real_dates: bool
    timed: bool
    time_apart: bool
    comma: bool
    numbers_as_text: bool
    bounds: bool
    first_row_only: bool
    merged: bool
    extra: tuple[str, str] | None
    unitless: bool
    limits: bool
    checks: bool
    title: bool
    upper: bool
    hard_blanks: bool
    blank_lines: bool
    remark: bool
    trailing: bool
    sheet: str
    shape: str
    bare_days: bool  # 5/3/2026 and not 05/03/2026

    @property
    def kind(self) -> str:
        return "xlsx" if self.text is None else f"{self.text.encoding} {self.text.delimiter!r}"


def drawn(random: Random, number: int) -> Habits:
    """One laboratory."""
    language = CHINESE if random.random() < 0.34 else ENGLISH
    form = _one(random, FORMS)
    text = None if random.random() < 0.65 else _text(random, language)
    panel = _panel(random, language)
    comma = text is not None and text.delimiter != "," and random.random() < 0.4
    first_row_only = form in (LONG, WIDE, UNIT_ROW) and random.random() < (0.12 if text is None else 0.04)
    dates = _one(random, {ISO: 50, YEAR: 16, DAY: 14, DOTS: 8, MONTH: 9, SIGNS: 3 if language == CHINESE else 0})
    timed = random.random() < 0.5
    return Habits(
        number=number,
        language=language,
        form=form,
        panel=panel,
        names={each: random.choice(NAMES[language][each]) for each in panel},
        spelled={each: random.choice(UNITS[unit]) for each, unit in panel.items()},
        words={each: random.choice(found) for each, found in FIELDS[language].items()},
        bracket=_one(random, BRACKETS_CHINESE if language == CHINESE else BRACKETS),
        text=text,
        epoch_1904=text is None and random.random() < 0.1,
        dates=dates,
        real_dates=text is None and random.random() < 0.8,
        timed=timed,
        time_apart=timed and random.random() < 0.15,
        comma=comma,
        numbers_as_text=text is None and random.random() < 0.06,
        bounds=random.random() < 0.5,
        first_row_only=first_row_only,
        merged=text is None and random.random() < 0.85,
        extra=random.choice(EXTRAS[language]) if random.random() < 0.03 else None,
        unitless=form in (LONG, WIDE) and random.random() < 0.015,
        limits=form == LONG and random.random() < 0.3,
        checks=form in (LONG, WIDE) and random.random() < 0.1,
        title=random.random() < 0.3,
        upper=random.random() < 0.1,
        hard_blanks=random.random() < 0.05,
        blank_lines=random.random() < 0.08,
        remark=random.random() < 0.08,
        trailing=random.random() < 0.08,
        sheet=random.choice(("Sheet1", "Results", "Export", "结果" if language == CHINESE else "Lab")),
        shape=random.choice(SHAPES),
        bare_days=random.random() < 0.2,
    )


def _panel(random: Random, language: str) -> dict[str, str]:
    """What a laboratory measures, one unit an analyte; most measure in the canonical one."""
    chosen: Sequence[str] = random.choice(PANELS)
    if random.random() < 0.3:
        chosen = random.sample(list(COURSES), random.randint(2, 7))
    local = random.random() < 0.6
    return {each: ANALYTES[each].unit if local else random.choice(list(DECIMALS[each])) for each in chosen}


def _text(random: Random, language: str) -> Text:
    delimiter = _one(random, {",": 60, ";": 25, "\t": 15})
    chance = random.random()
    if chance < 0.45:
        return Text("utf-8", delimiter)
    if chance < 0.75:
        return Text("utf-8", delimiter, b"\xef\xbb\xbf")
    if chance < 0.92:
        return Text("utf-16-le", delimiter, b"\xff\xfe") if random.random() < 0.8 else Text("utf-16-be", delimiter, b"\xfe\xff")
    return Text("gb18030" if language == CHINESE else "utf-8", delimiter)


def _one(random: Random, weights: Mapping[str, int]) -> str:
    names: Sequence[str] = list(weights)
    return random.choices(names, list(weights.values()))[0]
