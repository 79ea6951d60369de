"""What a person's answers about a region amount to: a layout that reads the next sheet of the same laboratory without a question."""

from typing import Literal

from core.facts.analytes import analyte_of
from core.layouts.applying import folded_header
from core.layouts.headers import said
from core.layouts.heading import as_text
from core.layouts.layout import AnalyteColumn, FileForm, Layout, SaidUnit, Written
from core.layouts.role import PLAIN, Role, Understood

CHECKS: tuple[Literal["birth_date"], Literal["sex"]] = ("birth_date", "sex")


def layout_of(understood: Understood, name: str, laboratory: str) -> Layout | None:
    """The layout of a region that is understood, for a region with a sheet. A unit is kept where a person said it, or a row of units; one
    that is written is read again from every sheet. `None` where two columns that are read have one head, for then no layout can tell them
    apart."""
    assert understood.model is not None, "what is not understood cannot be remembered"
    form = understood.region.table.text
    roles = understood.roles
    headers = {role.column.index: folded_header(role.column.header) for role in roles}
    of = {id(role): headers[role.column.index] for role in roles}
    read = {of[id(role)] for role in roles if role.imported}
    if len(read) < sum(role.imported for role in roles):
        return None
    values = [role for role in roles if role.analyte]
    left = [of[id(role)] for role in roles if not role.imported and role.only is None]
    units = [SaidUnit(analyte=analyte, spelled=spelled, unit=unit) for (analyte, spelled), unit in understood.units.items()]
    units += [
        SaidUnit(analyte=str(role.analyte), spelled=said(role.column.unit), unit=role.unit)
        for role in values
        if role.unit and role.column.unit is not None and said(role.column.unit)
    ]
    return Layout(
        name=name,
        sheet=understood.model.sheet,
        laboratory=laboratory,
        file=FileForm() if form is None else FileForm(encoding=form.encoding, delimiter=form.delimiter),
        columns={role.says: of[id(role)] for role in roles if role.says},
        analytes={
            of[id(role)]: AnalyteColumn(analyte=str(role.analyte), unit=role.unit if role.unit_at is None else None) for role in values
        },
        checks={check: of[id(role)] for role in roles for check in CHECKS if role.check == check},
        times={role.time_of: of[id(role)] for role in roles if role.time_of},
        unit_columns={of[id(role)]: headers[role.unit_of] for role in roles if role.unit_of is not None},
        only={of[id(role)]: sorted(role.only) for role in roles if role.only is not None and role.says != "analyte"},
        words={role.says: dict(role.words) for role in roles if role.says and role.words},
        notation={
            of[id(role)]: Written.model_validate({"dates": role.notation.dates, "decimal": role.notation.decimal})
            for role in roles
            if role.imported and role.notation != PLAIN
        },
        units=units,
        fill=sorted(understood.fill & {role.says for role in roles if role.says}),
        ignored=[header for header in dict.fromkeys((*left, *_unknown(understood))) if header not in read],
        others="ask",
    )


def _unknown(understood: Understood) -> list[str]:
    """The texts of a column of analytes that are none of the workbook's."""
    role = next((role for role in understood.roles if role.says == "analyte"), None)
    return [] if role is None else _texts(understood, role)


def _texts(understood: Understood, role: Role) -> list[str]:
    texts = dict.fromkeys(as_text(understood.region.cell(line, role.column)) for line in understood.region.lines)
    return [text for text in texts if text and analyte_of(role.words.get(text, text)) is None]
