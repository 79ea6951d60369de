"""The commands of the store: prepare it, load files into it all or nothing, verify it, back it up and restore it."""

import getpass
import secrets
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.cli.options import LayoutFile, SettingsFile, Store, layout_of, refuse, settings_of
from core.cli.outcome import storing
from core.ledger.plan import SETTING, Plan
from core.ledger.where import DEFAULT_STORE, file_of

if TYPE_CHECKING:
    from core.changes.upload import Conflict, Prepared
    from core.intake.reader import Handed
    from core.ledger.ledger import Entry, Ledger, Receipt
    from core.ledger.verify import Verdict
    from core.protocol.settings import Settings

Files = Annotated[list[Path], typer.Argument(help="Workbooks (.xlsx) or CSV files of the contract.")]
By = Annotated[str | None, typer.Option("--by", help="The name to act under, kept unverified; your login name where not given.")]


def prepare(
    store: Store = DEFAULT_STORE,
    role: Annotated[str | None, typer.Option("--role", help="A role of PostgreSQL that may from now on read and add, and no more.")] = None,
    settings: SettingsFile = None,
    by: By = None,
) -> None:
    """Make the store or bring it up to date, grant a role its rights, and take over a file of settings."""
    from core.cli.stores import opened, refusing
    from core.ledger import engine

    site, name = settings_of(settings), acting(by)
    if role is not None and file_of(store) is not None:
        raise refuse("--role: a file has no roles; expected the address of a PostgreSQL database")
    with refusing():
        engine.prepare(store)
        if role is not None:
            engine.grant(store, role)
    if settings is not None:
        with opened(store) as ledger:
            say(settle(ledger, site, f"from {settings.name}", name))
    sys.stdout.write("the store is ready\n")


def load(
    files: Files,
    store: Store = DEFAULT_STORE,
    by: By = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    leave_out: Annotated[bool, typer.Option("--leave-out", help="Leave out what cannot be read instead of refusing the file.")] = False,
    layout: LayoutFile = None,
) -> None:
    """Check files, show what would change, and store all or nothing."""
    from core.changes.refused import refuse_upload
    from core.changes.upload import prepare as prepared_of
    from core.cli.stores import looked_at, made, opened

    name, mapping, handed = acting(by), layout_of(layout), handed_in(files)
    with looked_at(store) if dry_run else nullcontext(made(store)) as url, opened(url) as ledger:
        prepared = prepared_of(ledger, handed, mapping, leave_out)
        if prepared.plan is None:
            if not dry_run:
                refuse_upload(ledger, prepared, name, secrets.token_hex())
            raise refuse("\n".join(faults_of(prepared, leave_out)))
        _tell(prepared, prepared.plan, ledger)
        if not dry_run and (prepared.plan.changes or None in prepared.earlier):
            storing()
            say(ledger.commit(prepared.plan, name, secrets.token_hex()))


def verify(
    store: Store = DEFAULT_STORE,
    accept: Annotated[bool, typer.Option("--accept", help="The checkpoint was lost: make a new one, if all else is whole.")] = False,
) -> None:
    """The audit chain of the store: whole, or the first broken entry."""
    from core.cli.stores import opened
    from core.ledger import verify as audit

    try:
        with opened(store) as ledger:
            verdict = audit.accept(ledger) if accept else audit.verify(ledger)
    except audit.NotAccepted as refusal:
        raise refuse(refusal) from None
    except OSError as disk:
        raise refuse(f"the checkpoint cannot be written ({disk.strerror}); expected a place where a file may stand") from None
    for fault in verdict.broken:
        sys.stderr.write(f"{fault}\n")
    if verdict.broken:
        raise typer.Exit(1)
    sys.stdout.write(f"{_whole(verdict)}\n")


def backup(file: Path, store: Store = DEFAULT_STORE) -> None:
    """Copy the store into a new file while it is used; the chain is checked first."""
    from core.cli.stores import opened
    from core.ledger.backup import BackupFault
    from core.ledger.backup import backup as copied

    try:
        with opened(store) as ledger:
            verdict = copied(ledger, file)
    except BackupFault as fault:
        raise refuse(fault) from None
    sys.stdout.write(f"{file.name}: {_whole(verdict)}\n")


def restore(file: Path, store: Store = DEFAULT_STORE) -> None:
    """Put a backup where there is no store yet, or an empty one; the chain is checked first."""
    from core.cli.stores import refusing
    from core.ledger.backup import BackupFault
    from core.ledger.backup import restore as put_back

    try:
        storing()
        with refusing():
            restored = put_back(file, store)
    except BackupFault as fault:
        raise refuse(fault) from None
    if restored.known is not None:
        sys.stderr.write(f"reinfuse: this store once held {restored.known.seq} entries; what came after entry ")
        sys.stderr.write(f"{restored.verdict.head.seq} is not in the backup\n")
    sys.stdout.write(f"restored, {_whole(restored.verdict)}\n")


def _whole(verdict: "Verdict") -> str:
    return f"whole: {verdict.count} entries, head {verdict.head.hash}"


def acting(by: str | None) -> str:
    """The name to act under."""
    try:
        return getpass.getuser() if by is None else by
    except (OSError, KeyError):
        raise refuse("--by: your login has no name; expected --by NAME") from None


def handed_in(files: Iterable[Path]) -> "list[Handed]":
    """The files with their bytes; all that cannot be opened are refused at once."""
    from core.intake.reader import taken
    from core.intake.tables import Refused

    found, faults = [], []
    for file in files:
        try:
            found.append(taken(file))
        except Refused as fault:
            faults.append(str(fault))
    if faults:
        raise refuse("\n".join(faults))
    return found


def settle(ledger: "Ledger", site: "Settings", reason: str, by: str) -> "Receipt":
    """What a file of settings says, taken over in one entry."""
    chosen = {name: value for name, value in site.model_dump(mode="json").items() if value is not None}
    return ledger.commit(Plan(SETTING, ledger.head().seq, settings=chosen, reason=reason), by, secrets.token_hex())


def say(receipt: "Receipt") -> None:
    """What the store holds now, as read back from it."""
    entry = receipt.entry
    sys.stdout.write(f"stored as entry {entry.seq} at {entry.at:%Y-%m-%d %H:%M:%S} UTC by {entry.by} (unverified): {counted(receipt)}\n")


def counted(receipt: "Receipt") -> str:
    return ", ".join(f"{count} {kind}" for kind, count in receipt.counts.items() if count) or "no fact changed"


def before(entry: "Entry") -> str:
    return f"was loaded before, as entry {entry.seq} by {entry.by} on {entry.at:%Y-%m-%d}"


def faults_of(prepared: "Prepared", leave_out: bool = False) -> list[str]:
    """Why there is no plan, a line each."""
    from core.layouts.question import unanswered

    return [
        *prepared.refused,
        *map(str, () if leave_out else prepared.problems),
        *unanswered(prepared.questions),
        *(_undecided(one) for one in prepared.conflicts if one.chosen is None),
    ]


def _undecided(conflict: "Conflict") -> str:
    return f"{conflict.address}: {conflict.sentence}; expected a choice on the page Upload: {' or '.join(conflict.ways)}"


def _tell(prepared: "Prepared", plan: Plan, ledger: "Ledger") -> None:
    """What the files were taken for, what stays out, what would change, and what that would do."""
    from core.changes.consequences import consequences

    for sheet in prepared.recognized:
        sys.stdout.write(f"{sheet.file} · {sheet.sheet}: {sheet.rows} rows of {sheet.records}\n")
    for line in (*prepared.notices, *(f"left out: {problem}" for problem in prepared.left_out)):
        sys.stdout.write(f"{line}\n")
    for file, entry in zip(prepared.files, prepared.earlier, strict=True):
        if entry is not None:
            sys.stdout.write(f"{file.name}: {before(entry)}\n")
    kinds = Counter(change.kind for change in plan.changes)
    counts = "".join(f"{count} {kind}, " for kind, count in sorted(kinds.items()))
    sys.stdout.write(f"would change: {counts}{prepared.same} the same\n" if kinds else f"changes nothing: {prepared.same} the same\n")
    if kinds:
        demo_day = ledger.settings().demo_day
        changed = consequences(ledger, plan, ledger.today() if demo_day is None else demo_day.value)
        whom = len({each.subject_id for each in changed})
        sys.stdout.write(f"would do: {len(changed)} verdicts and grades of {whom} subjects change\n")
