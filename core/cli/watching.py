"""The command that loads what lands in a folder: each file by the plan of an upload, or not at all, with its reasons beside it.

A file is stored first and put away then. Whatever ends the command in between, what was stored is known by its content the next time.
"""

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from core.cli.landing import LOADED, NOTICES, REASONS, REFUSED, STAYS, Landed, Landing, Taken, alone_in, move, told_beside
from core.cli.options import LayoutFile, Store, layout_of, refuse
from core.cli.outcome import storing
from core.cli.stores import REFUSALS, made, opened, refusing
from core.cli.storing import By, acting, before, counted, faults_of
from core.intake.places import label
from core.ledger.plan import REFUSED as NOTED
from core.ledger.plan import Plan
from core.ledger.refusals import KeyUsed
from core.ledger.where import DEFAULT_STORE

if TYPE_CHECKING:
    from core.changes.upload import Prepared
    from core.layouts.layout import Layout
    from core.ledger.ledger import Ledger

LATER = "looked at again later"


def watch(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder; what is dealt with goes into loaded/ and refused/ in it.")],
    store: Store = DEFAULT_STORE,
    by: By = None,
    layout: LayoutFile = None,
    once: Annotated[bool, typer.Option("--once", help="Deal with what is there now, and end.")] = False,
    every: Annotated[float, typer.Option("--every", min=0.01, max=3600, help="Seconds between two looks.")] = 5,
) -> None:
    """Load every file that lands in a folder, each all or nothing; what is refused is put aside with its reasons."""
    from core.ledger.writing import acting as checked

    mapping = layout_of(layout)
    with refusing():
        name = checked(acting(by))
    if not folder.is_dir():
        raise refuse(f"{label(str(folder))}: is no folder; expected one")
    with _alone(folder), _asked_to_end() as ended, opened(made(store)) as ledger:
        watching = Watching(ledger, Landing(folder), name, mapping, ended)
        watching.look()
        while not ended.wait(every):
            watching.look()
            if once:
                watching.leave()
                break
    raise typer.Exit(2 if once and watching.refused else 0)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        with alone_in(folder):
            yield
    except Taken:
        raise refuse(f"{label(str(folder))}: another watch is at work in this folder; expected one") from None
    except OSError as fault:
        raise refuse(f"{label(str(folder))}: cannot be watched ({fault.strerror or fault}); expected a folder to write in") from None


@contextmanager
def _asked_to_end() -> Iterator[Event]:
    """Whoever is asked to end does so between two files."""
    ended = Event()
    before = [(each, signal.signal(each, lambda *_: ended.set())) for each in (signal.SIGINT, signal.SIGTERM)]
    try:
        yield ended
    finally:
        for each, handler in before:
            signal.signal(each, handler)


class Watching:
    """One watch. `refused` says whether anything could not be stored; a sentence is said of a file once, until there is another."""

    def __init__(self, ledger: "Ledger", landing: Landing, by: str, layout: "Layout | None", ended: Event) -> None:
        self.ledger, self.landing, self.by, self.layout, self.ended = ledger, landing, by, layout, ended
        self.refused = False
        self._said: dict[str, str] = {}

    def look(self) -> None:
        """Deal with every file that is whole, one after the other."""
        whole, stays = self.landing.look()
        here = stays.keys() | {each.path.name for each in whole}
        self._said = {name: said for name, said in self._said.items() if name in here}
        for name, why in stays.items():
            self._say(name, f"{why}; {STAYS}")
        for file in whole:
            if self.ended.is_set():
                break
            try:
                self._take(file)
            except REFUSALS as fault:
                self._stays(file, f"{fault}; {LATER}")
            except OSError as fault:
                self._stays(file, f"cannot be put away ({fault.strerror or type(fault).__name__}); {LATER}")

    def leave(self) -> None:
        """Say what is left for another time."""
        for name in self.landing.unfinished:
            self._say(name, f"is still being written; {STAYS}")

    def _take(self, file: Landed) -> None:
        from core.changes.upload import prepare
        from core.intake.reader import taken
        from core.intake.tables import Refused

        try:
            handed = taken(file.path)
        except Refused as fault:
            if file.unchanged:
                self._refuse(file, [str(fault)])
            return
        if not file.unchanged:
            return
        if said := self._known(sha256(handed.data).hexdigest()):
            self._put_away(file, self.landing.place(file.path.name, LOADED), said)
            return
        try:
            prepared = prepare(self.ledger, [handed._replace(name=_readable(handed.name))], self.layout)
        except REFUSALS:
            raise
        except Exception as fault:  # noqa: BLE001 - one file must not keep the others from being loaded
            said = f"{label(file.path.name)}: an internal fault, {type(fault).__name__}; expected a file that can be read"
            self._refuse(file, [said])
            return
        if prepared.plan is not None and (prepared.changes or prepared.same):
            self._load(file, prepared, prepared.plan)
        elif prepared.plan is not None:
            self._refuse(file, [*prepared.notices, f"{label(file.path.name)}: nothing in it was loaded; expected rows to import"], prepared)
        elif not self.ended.is_set():  # whoever ends the command may have ended the reader of the file too
            self._refuse(file, faults_of(prepared), prepared)

    def _load(self, file: Landed, prepared: "Prepared", plan: "Plan") -> None:
        """Stored, then put away. One content is stored under one key, whoever else is at it."""
        place, content = self.landing.place(file.path.name, LOADED), prepared.files[0].sha256
        with told_beside(file, place, NOTICES, prepared.notices) as told:
            try:
                storing()
                receipt = self.ledger.commit(plan, self.by, f"watch {content}")
                said = f"loaded as entry {receipt.entry.seq}: {counted(receipt)}"
            except KeyUsed as fault:  # another watch was quicker
                said = self._known(content) or ""
                if not said:
                    raise fault from None
        self._put_away(file, place, f"{said}; notices: {told}" if told else said)

    def _known(self, content: str) -> str | None:
        """What is said of a content that was loaded before."""
        earlier = self.ledger.uploaded(content)
        return None if earlier is None else f"{before(earlier)}; nothing stored"

    def _refuse(self, file: Landed, faults: Sequence[str], prepared: "Prepared | None" = None) -> None:
        """The reasons are written and noted before the file goes: it never lies there without them."""
        place = self.landing.place(file.path.name, REFUSED)
        with told_beside(file, place, REASONS, faults) as told, suppress(KeyUsed):  # noted already, when it was refused for something else
            self._note(file, len(faults), prepared)
        self.refused = True
        self._put_away(file, place, f"refused, nothing stored; reasons: {told}")

    def _note(self, file: Landed, faults: int, prepared: "Prepared | None") -> None:
        """One entry for a file that came, however often the command is begun anew before it is put aside."""
        from core.changes.refused import refuse_upload

        came = sha256(f"{file.path.name}\0{file.stamp.size}\0{file.stamp.written}".encode(errors="surrogateescape")).hexdigest()
        if prepared is None:
            self.ledger.note(NOTED, {"contents": [], "problems": faults}, self.by, f"watch refused {came}")
        else:
            refuse_upload(self.ledger, prepared, self.by, f"watch refused {came}")

    def _put_away(self, file: Landed, place: Path, said: str) -> None:
        if move(file, place):
            self._say(file.path.name, said)
        else:
            self._say(file.path.name, f"{said}; another file of this name came meanwhile; {LATER}")

    def _stays(self, file: Landed, said: str) -> None:
        self.refused = True
        self._say(file.path.name, said)

    def _say(self, name: str, said: str) -> None:
        if self._said.get(name) != said:
            self._said[name] = said
            sys.stdout.write(f"{label(name)}: {said}\n")
            sys.stdout.flush()


def _readable(name: str) -> str:
    """A file's name as text: a system may hold bytes there that are none."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
