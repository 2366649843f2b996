"""One connection to ``rasoat.db``: opened with its guards on, written under one lock."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlite_utils import Database

from crawler.errors import WorkspaceError
from crawler.store.migrations import MIGRATIONS
from crawler.store.tables import SETTINGS

BUSY_SECONDS = 30.0
REHEARSAL = "REHEARSAL"

Parameters = Sequence[Any] | dict[str, Any]


class Store:
    """The database of one workspace."""

    def __init__(self, db: Database, path: Path) -> None:
        self.db = db
        self.path = path
        self.mark = _mark(db)
        self._writing = False

    @classmethod
    def create(cls, path: Path, *, rehearsal: bool) -> Store:
        """A new database with all migrations applied. ``rehearsal`` marks every row it holds."""
        if path.exists():
            raise WorkspaceError(f"{path} exists already. Use it, or choose another folder.")
        db = _connect(path)
        try:
            db.enable_wal()
            MIGRATIONS.apply(db)
            if rehearsal:
                db.table(SETTINGS).insert({"name": "mark", "value": REHEARSAL})
            return cls(db, path)
        except sqlite3.DatabaseError as error:
            db.close()
            raise refusal(error, path) from error

    @classmethod
    def open(cls, path: Path) -> Store:
        """An existing database, refused when it is behind or ahead of this program."""
        db = connect_existing(path)
        try:
            if pending(db, path):
                raise WorkspaceError(
                    f"{path} is of an older version. "
                    "Bring it up to date with: rasoat workspace upgrade"
                )
            db.enable_wal()  # a restored copy may have lost it
            return cls(db, path)
        except sqlite3.DatabaseError as error:
            db.close()
            raise refusal(error, path) from error
        except WorkspaceError:
            db.close()
            raise

    def rows(self, sql: str, parameters: Parameters = ()) -> Iterator[dict[str, Any]]:
        """The rows of one reading statement."""
        return self.db.query(sql, parameters)

    def row(self, sql: str, parameters: Parameters = ()) -> dict[str, Any] | None:
        """The first row of one reading statement, or None."""
        return next(iter(self.rows(sql, parameters)), None)

    def count(self, sql: str, parameters: Parameters = ()) -> int:
        """The number that a ``SELECT count(…)`` gives."""
        return int(self.db.execute(sql, parameters).fetchone()[0])

    def insert(self, table: str, row: Mapping[str, Any], *, once: bool = False) -> int:
        """Appends one row inside ``writing()``, ``once`` unless it stands; returns its rowid."""
        names = ", ".join(row)
        places = ", ".join(f":{name}" for name in row)
        cursor = self.db.execute(
            f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608 - constants only
            + (" ON CONFLICT DO NOTHING" if once else ""),
            dict(row),
        )
        return int(cursor.lastrowid or 0)

    @contextmanager
    def writing(self, *, durable: bool = False) -> Iterator[None]:
        """One transaction that owns the write lock from its first statement.

        ``durable`` (decisions, requests): on disk before it returns (``synchronous=FULL``).
        Inside another ``writing()`` it is a part of that one: all of it is kept, or nothing.
        """
        if self._writing:
            yield
            return
        # db.atomic() begins deferred: a reader that turns writer gets "database is locked"
        # without waiting for the busy timeout.
        try:
            self.db.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self.db.execute("BEGIN IMMEDIATE")
            self._writing = True
            try:
                yield
            except BaseException:
                self.db.rollback()
                raise
            finally:
                self._writing = False
            self.db.commit()
        except sqlite3.OperationalError as error:
            self.db.rollback()
            raise refusal(error, self.path) from error

    @property
    def is_writing(self) -> bool:
        """Whether a transaction is under way: what is written now may still be taken back."""
        return self._writing

    def close(self) -> None:
        """Closes the connection; what was committed stays."""
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
        # Reading a damaged or a locked file fails anywhere below; a broken rule of ours stays loud.
        if isinstance(error, sqlite3.OperationalError) or type(error) is sqlite3.DatabaseError:
            raise refusal(error, self.path) from error


def connect_existing(path: Path) -> Database:
    """A connection to a file that is there; SQLite alone would make a missing one."""
    refuse_missing(path)
    return _connect(path)


def refuse_missing(path: Path) -> None:
    """Raises ``WorkspaceError`` where there is no file."""
    if not path.is_file():
        raise WorkspaceError(f"{path} is missing. Restore it with: rasoat workspace restore FILE")


def _connect(path: Path) -> Database:
    try:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
        db = Database(connection, execute_plugins=False)
        db.execute("PRAGMA foreign_keys = ON")
        # Without it REPLACE removes rows past the triggers that keep them.
        db.execute("PRAGMA recursive_triggers = ON")
        db.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.DatabaseError as error:
        raise refusal(error, path) from error
    return db


def _mark(db: Database) -> str:
    row = db.execute(f"SELECT value FROM {SETTINGS} WHERE name = 'mark'").fetchone()  # noqa: S608
    return str(row[0]) if row else ""


def pending(db: Database, path: Path) -> list[str]:
    """The migrations that the database lacks; one that this program does not know is refused."""
    known = {migration.name for migration in MIGRATIONS.pending(Database(memory=True))}
    if newer := {migration.name for migration in MIGRATIONS.applied(db)} - known:
        raise WorkspaceError(
            f"{path} was written by a newer rasoat ({', '.join(sorted(newer))}). "
            "Install that version, or restore an older backup."
        )
    return [migration.name for migration in MIGRATIONS.pending(db)]


def refusal(error: sqlite3.Error, path: Path) -> WorkspaceError:
    """What SQLite could not do, as a sentence with the next step."""
    return WorkspaceError(_sentence(error, path))


def _sentence(error: sqlite3.Error, path: Path) -> str:
    text = str(error)
    if "locked" in text:
        return f"{path} is locked by another program. Wait until it is done and run this again."
    if "readonly" in text or "unable to open" in text:
        return f"{path} cannot be written ({text}). Check the rights of the folder and the disk."
    if "not a database" in text or "malformed" in text:
        return f"{path} is damaged ({text}). Restore a copy with: rasoat workspace restore FILE"
    if "disk" in text or "full" in text:
        return f"{path} cannot be written ({text}). Free some space and run this again."
    return f"{path} cannot be used: {text}. Check it with: rasoat workspace check"
