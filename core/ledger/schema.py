"""The tables of the ledger. Each only grows: triggers refuse every change and every removal, whoever asks (see the migrations).

An entry is one thing that one person did, and a link of the audit chain. A fact is stated once and never changed; whether it stands is
what `standing` said of it last. Numbers are given by the ledger itself, inside the one transaction that may write.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

REVISION = "0001"  # of the newest migration: what these tables are
METADATA = MetaData()
Number = BigInteger().with_variant(Integer(), "sqlite")


def _table(name: str, *parts: Column | Index, rowid: bool = True) -> Table:  # type: ignore[type-arg] # columns of every type
    return Table(name, METADATA, *parts, sqlite_strict=True, sqlite_with_rowid=rowid)


ENTRY = _table(
    "entry",
    Column("seq", Number, primary_key=True, autoincrement=False),  # 1, 2, 3 … without a gap
    Column("at", Text, nullable=False),  # UTC, ISO with microseconds; never before the entry before it
    Column("clock", Text, nullable=False),  # what the machine's clock said, which may have been set back
    Column("by", Text, nullable=False),  # the name that was acted under, unverified
    Column("action", Text, nullable=False),  # upload, hand, undo, setting, export, refused, layout
    Column("key", Text, nullable=False, unique=True),  # of one command: asked twice, it is done once
    Column("body", Text, nullable=False),  # canonical JSON: what the audit page tells
    Column("digest", Text, nullable=False),  # SHA-256 over all rows of this entry in the other tables
    Column("previous", Text, nullable=False),  # the hash of the entry before; 64 zeros for the first
    Column("hash", Text, nullable=False, unique=True),  # SHA-256 over canonical JSON of all the others
)
UPLOAD = _table(
    "upload",
    Column("sha256", Text, primary_key=True),
    Column("entry", Number, ForeignKey("entry.seq"), nullable=False),
    Column("name", Text, nullable=False),  # a label, never a path
    Column("bytes", LargeBinary, nullable=False),
)
FACT = _table(
    "fact",
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("entry", Number, ForeignKey("entry.seq"), nullable=False),
    Column("kind", Text, nullable=False),  # record, or left_out: a row that could not be read and was left out by choice
    Column("subject_id", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("row", Integer, nullable=False),  # of that sheet in the file; 0 for what a person entered
    Column("record", Text, nullable=False),  # JSON, see core/facts/written.py; of a row left out, its problems
    Column("faults", Text, nullable=False),  # JSON, by column: why a filled cell counts as not recorded; {} for most
    Column("origin", Text, nullable=False),  # JSON: file, sheet, columns, and the origins of single cells; most rows of a file share it
    Index("fact_of_subject", "subject_id", "id"),
    Index("fact_of_entry", "entry"),
)
STANDING = _table(
    "standing",
    Column("entry", Number, ForeignKey("entry.seq"), primary_key=True),
    Column("fact", Number, ForeignKey("fact.id"), primary_key=True),
    Column("change", Integer, nullable=False),  # what belongs together: a correction ends one fact and states another
    Column("stands", Integer, nullable=False),  # 1 or 0, from this entry on
    Index("standing_of_fact", "fact", "entry", "stands"),
    rowid=False,
)
SEEN = _table(
    "seen",  # a fact that stood already was told once more; an undo of the first telling leaves it
    Column("entry", Number, ForeignKey("entry.seq"), primary_key=True),
    Column("fact", Number, ForeignKey("fact.id"), primary_key=True),
    Index("seen_of_fact", "fact", "entry"),
    rowid=False,
)
SETTING = _table(
    "setting",
    Column("entry", Number, ForeignKey("entry.seq"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),  # JSON: value, on, reason, by; null for unset
    rowid=False,
)
TOUCHED = _table(
    "touched",
    Column("entry", Number, ForeignKey("entry.seq"), primary_key=True),
    Column("subject_id", Text, primary_key=True),
    Index("touched_subject", "subject_id", "entry"),
    rowid=False,
)
