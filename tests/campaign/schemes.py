"""What a database says it is made of, in its own words: whether a tampering changed anything is seen here, without the product's eyes."""

from sqlalchemy import Connection, text

POSTGRES = (
    "SELECT relname, relkind, relpersistence, relrowsecurity, relhasrules, relhassubclass FROM pg_class "
    "WHERE relnamespace = 'public'::regnamespace",
    "SELECT tgname, tgenabled, tgtype, tgfoid FROM pg_trigger",
    "SELECT proname, prosrc, proconfig FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "SELECT viewname, definition FROM pg_views WHERE schemaname = 'public'",
    "SELECT conname, contype, convalidated FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "SELECT attrelid::regclass, attname, atttypid, attnotnull FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid "
    "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') AND attnum > 0",
)


def schemes(connection: Connection) -> list[str]:
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("SELECT type, name, tbl_name, sql FROM sqlite_master")).all()
        return sorted(map(str, found))
    return sorted(str(row) for asked in POSTGRES for row in connection.execute(text(asked)))
