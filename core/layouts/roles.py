"""Which column of a region says what: what the heads say, what is asked where they do not, and one column for each thing."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from core.facts.analytes import ANALYTES, unit_of
from core.facts.record import Record, required
from core.facts.records import SHEETS, Lab
from core.intake.places import visible
from core.layouts.asked import Asked, name_of, quoted
from core.layouts.dates import NEITHER, kind_of
from core.layouts.headers import Head, head_of, plain, unit_in
from core.layouts.others import DATED
from core.layouts.question import ROLE, Way, id_of
from core.layouts.region import Column, Region
from core.layouts.role import CHECKED, Role
from core.layouts.suggest import known_labels, likely, ranked
from core.layouts.synonyms import folded

TIME = "time"
NOT_IMPORTED = Way("", "it is not imported")
SAID, LEFT_OUT = "said by the answer", "left out by the answer"
# Words that can only mean the moment a sample was taken; `date` alone may mean anything.
_TAKEN = re.compile(r"collect|sampl|specimen|drawn|draw|lbdtc|采样|采集|采血|抽血")
_ONE_RESULT = ("analyte", "value")
_FEW_DATES = 5


def is_labs(region: Region, heads: Sequence[Head]) -> bool:
    """Whether a region speaks of laboratory results of somebody, or of some day, for all that its heads say."""
    words = {head.word for head in heads} | set(region.given)
    return bool(words & {"subject_id", "collected_at"}) and (is_long(heads) or any(head.analyte for head in heads))


def is_long(heads: Iterable[Head]) -> bool:
    """Whether there is one row a result."""
    words = {head.word for head in heads}
    return words.issuperset(_ONE_RESULT)


def detected(region: Region, heads: Sequence[Head], asked: Asked, long: bool) -> list[Role]:
    """The roles that the heads give, with a question for each head that only looks like something."""
    taken = [head for head in heads if head.word == "collected_at" and _TAKEN.search(folded(head.column.header))]
    vague = [head for head in heads if head.word == "collected_at" and head not in taken]
    doubt = bool(vague) and (bool(taken) or (len(vague) == 1 and _other_dates(region, heads)))
    roles = [_asked_role(head, asked, long, "collected_at") if doubt and head in vague else _role(head, asked, long) for head in heads]
    return _units_beside(roles, heads)


def _other_dates(region: Region, heads: Iterable[Head]) -> bool:
    """Whether another column holds dates that nobody can name."""
    for head in heads:
        if head.word is None and head.analyte is None:
            cells = [cell for line in region.lines[:_FEW_DATES] if (cell := region.cell(line, head.column)) not in (None, "")]
            if folded(head.column.header) in DATED or (cells and all(kind_of(cell) not in (None, NEITHER) for cell in cells)):
                return True
    return False


def _role(head: Head, asked: Asked, long: bool) -> Role:
    if not head.sure and (head.word or head.analyte):
        return _asked_role(head, asked, long, head.word or head.analyte)
    if head.known:
        return Role(head.column, head.known)
    if head.analyte:
        if long:
            return Role(head.column, "the sheet has one row a result; a column of its own is not read")
        unit = f"the head says {visible(head.unit)}" if head.unit else f"the head says {head.analyte} and no unit"
        return Role(head.column, unit, analyte=head.analyte, unit=head.unit, unit_at=head.unit_at)
    if head.word is not None:
        if not long and head.word in _ONE_RESULT:
            return Role(head.column, "the sheet has one column an analyte")
        return as_role(head.column, head.word, f"the head says {quoted(plain(head.column.header))}")
    if head.unit_of or not head.column.header:
        return Role(head.column, "has no head" if head.unit_of is None else f"names the unit of {head.unit_of}, which no column holds")
    suggested = likely(head.column.header, _options(long))
    return Role(head.column, "is not known") if suggested is None else _asked_role(head, asked, long, suggested)


def as_role(column: Column, name: str, how: str, model: type[Record] = Lab) -> Role:
    """The role of a column by its name; beside results other sheets have columns of these names of their own."""
    if model is not Lab:
        return Role(column, how, says=name)
    if name in CHECKED:
        return Role(column, how, check=name)
    if name == TIME:
        return Role(column, how, time_of="collected_at")
    if name in ANALYTES:
        unit, place = unit_in(column, ANALYTES[name])
        return Role(column, how, analyte=name, unit=unit, unit_at=place)
    return Role(column, how, says=name)


def _options(long: bool) -> Mapping[str, Sequence[str]]:
    """What a column may be, with its labels."""
    left = set(ANALYTES) if long else set(_ONE_RESULT)
    return {name: labels for name, labels in known_labels().items() if name not in left}


def _asked_role(head: Head, asked: Asked, long: bool, suggested: str | None) -> Role:
    return ask_role(head.column, asked, _options(long), suggested)


def ask_role(column: Column, asked: Asked, options: Mapping[str, Sequence[str]], suggested: str | None, model: type[Record] = Lab) -> Role:
    """The role that a person gives a column. The ways stand in the order of likeness."""
    at, header = asked.head(column), plain(column.header)
    names = [name for _, name in ranked(header, options)]
    if suggested in names:
        names = [suggested, *(name for name in names if name != suggested)]
    ways = (*(Way(name, f"it is {name}") for name in names), NOT_IMPORTED)
    looks = f"looks like {suggested} and may be something else" if suggested else "is not known"
    sentence = f"{quoted(header) if header else 'a column without a head'} {looks}; expected what it holds"
    found = asked.ask(id_of(ROLE, at, header), ROLE, at, sentence, ways, suggested)
    if not found:
        return Role(column, LEFT_OUT if found == "" else "is asked about")
    return as_role(column, found, SAID, model)


def own_labels(model: type[Record]) -> Mapping[str, Sequence[str]]:
    """What the columns of a sheet without synonyms are called."""
    return {name: (name,) for name in model.model_fields}


def of_sheet(region: Region, heads: Sequence[Head], asked: Asked, sheet: str, wide: bool) -> list[Role]:
    """The roles of a region that a person says is this sheet of the contract: its own column names, then asked column by column."""
    model = SHEETS[sheet]
    labels = _options(not wide) if model is Lab else own_labels(model)
    roles = []
    for head in heads:
        name = folded(head.column.header).replace(" ", "_")
        if model is Lab and (head.sure and (head.word in labels or head.analyte in labels)):
            roles.append(_role(head, asked, not wide))
        elif model is not Lab and name in labels:
            roles.append(as_role(head.column, name, f"the head says {quoted(plain(head.column.header))}", model))
        elif head.known or _blank(region, head.column):
            roles.append(Role(head.column, head.known or "holds nothing"))
        else:
            roles.append(ask_role(head.column, asked, labels, likely(head.column.header, labels), model))
    return _units_beside(roles, heads) if model is Lab else roles


def _blank(region: Region, column: Column) -> bool:
    return all(region.cell(line, column) in (None, "") for line in region.lines)


def _units_beside(roles: list[Role], heads: Sequence[Head]) -> list[Role]:
    """Columns of units in a sheet of one column an analyte: named after the analyte, or right of it, or beside the only one."""
    values = {role.analyte: role.column.index for role in roles if role.analyte}
    if not values:
        return roles
    owned: set[int] = set()
    found = []
    for at, (role, head) in enumerate(zip(roles, heads, strict=True)):
        owner = None
        if head.unit_of in values:
            owner = values[head.unit_of]
        elif role.says == "unit":
            beside = roles[at - 1] if at else None
            owner = beside.column.index if beside and beside.analyte else next(iter(values.values())) if len(values) == 1 else None
            if owner is None or owner in owned:
                found.append(Role(role.column, "names units, and of which column cannot be told"))
                continue
        elif role.says in ("lower_limit", "upper_limit") and len(values) > 1:
            found.append(Role(role.column, "names limits, and of which column cannot be told"))
            continue
        if owner is None:
            found.append(role)
            continue
        owned.add(owner)
        found.append(
            Role(role.column, f"names the unit of {next(one.analyte for one in roles if one.column.index == owner)}", unit_of=owner)
        )
    return found


def one_each(roles: Sequence[Role], asked: Asked) -> list[Role]:
    """Two columns of one thing: a person says which is read."""
    places: dict[tuple[str, str], list[Role]] = {}
    for role in roles:
        for kind, name in (("", role.says), ("", role.analyte), ("", role.check), ("time of ", role.time_of)):
            if name is not None:
                places.setdefault((kind, name), []).append(role)
    out: dict[int, str] = {}
    for (kind, name), alike in places.items():
        if len(alike) > 1:
            first, *others = alike
            at = asked.head(others[0].column)
            header = quoted(plain(others[0].column.header))
            ways = (*(_read_way(role) for role in alike), Way("", "none of them is imported"))
            sentence = f"{header} and {asked.head(first.column)} both say {kind}{name}; expected one column"
            found = asked.ask(id_of(ROLE, at, f"{kind}{name}"), ROLE, at, sentence, ways)
            for role in alike:
                if found is None or found != name_of(role.column):
                    out[role.column.index] = "is asked about" if found is None else "another column is read instead" if found else LEFT_OUT
    return [Role(role.column, out[role.column.index]) if role.column.index in out else role for role in roles]


def _read_way(role: Role) -> Way:
    return Way(name_of(role.column), f"{name_of(role.column)} is read", f"its head is {quoted(plain(role.column.header))}")


def lacking(roles: Sequence[Role], region: Region, model: type[Record], asked: Asked) -> list[Role] | None:
    """The roles with every required column there; `None` where a person says that the sheet is left out, or has not said yet."""
    done = list(roles)
    if asked.open:
        return done  # one of the columns that are asked about may be it
    wide = any(role.analyte for role in roles)
    for name in model.model_fields:
        held = {role.says for role in done} | set(region.given)
        if name not in required(model) or name in held or (wide and name == "analyte"):
            continue
        if any(role.how == LEFT_OUT and name in _said_by(head_of(role.column)) for role in roles):
            return None
        free = [role for role in done if not role.imported and role.column.header]
        ways = [Way(name_of(role.column), f"{name_of(role.column)}, {quoted(plain(role.column.header))}") for role in free]
        sentence = f"no column says {name}; expected which one does"
        found = asked.ask(id_of(ROLE, asked.start, name), ROLE, asked.start, sentence, (*ways, Way("", "this sheet is not imported")))
        if not found:
            return None
        done = [as_role(role.column, name, SAID, model) if name_of(role.column) == found and role in free else role for role in done]
    return done


def _said_by(head: Head) -> Collection[str]:
    """What a head says: an analyte, as `analyte`, or a field."""
    return {"analyte"} if head.analyte else {head.word} if head.word else ()


def said_unit(role: Role, unit: str) -> Role:
    """The role with the unit that a person gave; the place where another is written no longer counts."""
    known = unit_of(ANALYTES[role.analyte or ""], role.unit) if role.unit else None
    return replace(role, unit=unit, unit_at=role.unit_at if known and role.unit == unit else None, how=SAID)
