"""Who is new: subjects of whom nothing stands, named by a sheet that is none of the contract's, or written almost like one who is known.
Nobody is taken for somebody else: whoever uploads says that a subject is new, or corrects the file."""

import re
import unicodedata
from collections.abc import Collection, Iterator

from core.facts.records import Subject
from core.intake.places import visible
from core.layouts.incoming import Intake
from core.layouts.question import NEW, Answers, Question, Way, answered, id_of

IS_NEW = "new"
MOST_NAMED = 20  # subjects that a question names
_ALIKE = str.maketrans("oil", "011")
_PART = re.compile(r"[^\W\d_]+|\d+")


def arrivals(intake: Intake, everybody: Collection[str], foreign: Collection[tuple[str, str]], answers: Answers) -> Iterator[Question]:
    """One question a file for the subjects that are new to a store which knows somebody, and one for each that is written almost like one
    who is known, or like an earlier new one of a foreign sheet. `foreign` are the sheets that are none of the contract's."""
    known: dict[tuple[str, ...], list[str]] = {}
    for subject_id in sorted(everybody):
        known.setdefault(skeleton(subject_id), []).append(subject_id)
    described = {fact.record.subject_id for fact in intake.facts if isinstance(fact.record, Subject)}
    new: dict[str, dict[str, str]] = {}
    first: dict[tuple[str, ...], str] = {}
    for (file, subject_id), (address, theirs) in _first(intake, foreign).items():
        if subject_id in everybody:
            continue
        bones = skeleton(subject_id)
        earlier = first.setdefault(bones, subject_id)
        if alike := known.get(bones) or ([earlier] if theirs and earlier != subject_id else []):
            yield _almost(file, subject_id, address, alike, answers)
        elif everybody and theirs and subject_id not in described:
            new.setdefault(file, {})[subject_id] = address
    for file, subjects in new.items():
        yield _unknown(file, subjects, answers)


def skeleton(subject_id: str) -> tuple[str, ...]:
    """What is left of an identifier once all that eyes and hands confuse is taken away: case, O and 0, I, l and 1, every sign and blank
    between a letter and a number, leading zeros, full-width writing. Two of one skeleton may be one subject."""
    plain = unicodedata.normalize("NFKC", subject_id).casefold().translate(_ALIKE)
    return tuple(part.lstrip("0") or "0" if part.isdecimal() else part for part in _PART.findall(plain))


def _first(intake: Intake, foreign: Collection[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, bool]]:
    """By file and subject the first cell that names the subject, and whether a sheet that is none of the contract's does."""
    found: dict[tuple[str, str], tuple[str, bool]] = {}
    for fact in intake.facts:
        at, subject_id = fact.origin, fact.record.subject_id
        theirs = (at.file, at.sheet) in foreign
        if (at.file, subject_id) not in found:
            found[at.file, subject_id] = fact.cell("subject_id"), theirs
        elif theirs:
            found[at.file, subject_id] = found[at.file, subject_id][0], True
    for row in intake.lost:
        at = row.origin
        if row.subject_id is not None:
            found.setdefault((at.file, row.subject_id), (at.cell("subject_id"), (at.file, at.sheet) in foreign))
    return found


def _almost(file: str, subject_id: str, address: str, alike: list[str], answers: Answers) -> Question:
    known = ", ".join(repr(visible(each)) for each in alike)
    sentence = f"{visible(subject_id)!r} is new, and written almost like {known}; expected another subject, or a corrected file"
    return _asked(id_of(NEW, file, subject_id), address, sentence, "it is another subject", answers)


def _unknown(file: str, subjects: dict[str, str], answers: Answers) -> Question:
    names = sorted(subjects)
    if len(names) == 1:
        sentence = f"{visible(names[0])} is new to the store; expected a subject it knows, or a new one"
        return _asked(id_of(NEW, file, *names), subjects[names[0]], sentence, "it is a new subject", answers)
    rest = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    found = f"{len(names)} subjects are new to the store: {', '.join(map(visible, names[:MOST_NAMED]))}{rest}"
    sentence = f"{found}; expected subjects it knows, or new ones"
    return _asked(id_of(NEW, file, *names), file, sentence, "they are new subjects", answers)


def _asked(asked: str, address: str, sentence: str, words: str, answers: Answers) -> Question:
    ways = (Way(IS_NEW, words),)
    return Question(asked, NEW, address, sentence, ways, None, answered(asked, ways, answers))
