"""A file in the form in which it is written: as it says itself, as a layout says, or as a person says where nothing else decides it."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from core.intake.places import label, visible
from core.intake.reader import Handed, read
from core.intake.tables import Refused, Table, TextForm
from core.intake.watched import Watched
from core.layouts.heading import as_text
from core.layouts.layout import Layout
from core.layouts.question import TEXT, Answers, Question, Way, answered, id_of

FIRST_ROWS = 60  # within which the heads of a layout are looked for
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
LONGEST_LINE = 200


def read_file(
    file: Path | Handed, layouts: Sequence[Layout], answers: Answers, watched: Watched | None
) -> tuple[list[Table], tuple[Question, ...]]:
    """The tables of a file, and what is asked of its form. A file that does not fit a layout may still be one of the contract's.

    Raises:
        Refused: where it can be read in no form.
        Stopped: where `watched` was stopped.
    """
    try:
        plain = read(file, watched=watched)
    except Refused as fault:
        if (found := _by_form(file, layouts, watched, fault)) is None:
            raise
        return found, ()
    form = plain[0].text if plain else None
    trusted = layouts if form and not form.sure else [each for each in layouts if each.others == "ignore" and not _stands(plain, each)]
    if (found := _by_form(file, trusted, watched, None)) is not None:
        return found, ()
    if form is None or form.sure:
        return plain, ()
    question = _form_question(file, plain[0], form, answers)
    if question.chosen is None:
        return plain, (question,)
    encoding, delimiter = _spelled(question.chosen)
    return read(file, encoding, delimiter, watched=watched), (question,)


def _by_form(file: Path | Handed, layouts: Iterable[Layout], watched: Watched | None, fault: Refused | None) -> list[Table] | None:
    """The tables in the form of the first layout whose columns stand in them so.

    Raises:
        Refused: where the file cannot be read at all, for a layout's reason.
    """
    for layout in layouts:
        form = layout.file
        if form.encoding is None and form.delimiter is None:
            continue
        try:
            found = read(file, form.encoding, form.delimiter, form.header_row, watched=watched)
        except Refused as other:
            if fault is not None and form.encoding is not None and layout.others == "ignore":
                raise other from None
            continue
        if _stands(found, layout):
            return found
    return None


def _stands(tables: Iterable[Table], layout: Layout) -> bool:
    """Whether the columns that a layout reads stand in a row of a table."""
    wanted = set(layout.named)
    return any(wanted <= set(map(as_text, row)) for table in tables for row in table.rows[:FIRST_ROWS])


def _form_question(file: Path | Handed, plain: Table, form: TextForm, answers: Answers) -> Question:
    name = label(file.name)
    first = next((row for row in plain.rows if any(map(as_text, row))), [])
    line = form.delimiter.join(map(as_text, first))
    ways = [_way(*each) for each in ((form.encoding, form.delimiter, line), *form.others)]
    asked = id_of(TEXT, name)
    found = "is text that can be read in more than one way" if len(ways) > 1 else "is not written in UTF-8 and does not say how it is"
    sentence = f"{found}; expected to be told how it is written"
    return Question(asked, TEXT, name, sentence, tuple(ways), chosen=answered(asked, tuple(ways), answers))


def _way(encoding: str, delimiter: str, line: str) -> Way:
    words = f"{encoding.upper()}, columns separated by {DELIMITERS.get(delimiter, repr(delimiter))}"
    return Way(f"{encoding} {delimiter}", words, f"first line: {visible(line)[:LONGEST_LINE]}")


def _spelled(value: str) -> tuple[str, str]:
    """The encoding and the delimiter of a way's value."""
    encoding, _, delimiter = value.partition(" ")
    return encoding, delimiter
