"""Stores to be ill-treated: made, copied and thrown away, on each database."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from core.ledger.checkpoint import PLACE, place
from core.ledger.engine import prepare
from tests.core.ledger.postgres import Server


class Files:
    """Ledgers in SQLite, each a file in this folder."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self.folder, self.numbers = folder, count(1)

    @contextmanager
    def new(self) -> Iterator[str]:
        path = self._path()
        prepare(str(path))
        yield str(path)
        self._remove(path)

    @contextmanager
    def copy(self, url: str) -> Iterator[str]:
        path = self._path()
        shutil.copy(url, path)
        shutil.copy(place(url), place(str(path)))
        yield str(path)
        self._remove(path)

    def _path(self) -> Path:
        return self.folder / f"ledger_{next(self.numbers)}.db"

    def _remove(self, path: Path) -> None:
        for each in self.folder.glob(f"{path.name}*"):
            each.unlink()


class Databases:
    """Ledgers in PostgreSQL, each a database of this server. The environment says where the checkpoint of the one in use stands."""

    name = "PostgreSQL"

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder, self.server, self.numbers = folder, server, count(1)

    @contextmanager
    def new(self) -> Iterator[str]:
        with self._database("template_ledger") as url:
            prepare(url)
            yield url

    @contextmanager
    def copy(self, url: str) -> Iterator[str]:
        kept = place(url).read_bytes()
        with self._database(url.partition("@/")[2].partition("?")[0]) as copied:
            place(copied).write_bytes(kept)
            yield copied

    @contextmanager
    def _database(self, template: str) -> Iterator[str]:
        name, before = f"campaign_{next(self.numbers)}", os.environ.get(PLACE)
        self.server.do(f"CREATE DATABASE {name} TEMPLATE {template}")
        os.environ[PLACE] = str(self.folder / f"{name}.checkpoint")
        try:
            yield self.server.url(name)
        finally:
            self.server.do(f"DROP DATABASE {name} WITH (FORCE)")
            Path(os.environ[PLACE]).unlink(missing_ok=True)
            if before is None:
                del os.environ[PLACE]
            else:
                os.environ[PLACE] = before


Stores = Files | Databases
