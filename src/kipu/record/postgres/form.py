"""Verifies a record on a server: its form, its references, its index of words."""

from collections.abc import Iterator

from kipu.model.spans import Problem
from kipu.record.connections import Connection
from kipu.record.refusals import ServerError

SEARCHED = {
    "document_search": ("document", "text"),
    "event_mention_search": ("event_mention", "sentence"),
    "other_mention_search": ("other_mention", "lemma || ' ' || summary"),
    "event_search": ("event", "summary"),
    "entity_search": ("entity_name", "name"),
}
"""The table whose words each table of the search holds, and which words."""

_NAMES = """
SELECT 'column ' || relname || '.' || attname || ' ' || format_type(atttypid, atttypmod)
  || CASE WHEN attnotnull THEN ' not null' ELSE '' END
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'v')
  AND attnum > 0 AND NOT attisdropped
UNION ALL
SELECT 'index ' || relname FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind = 'i'
UNION ALL
SELECT 'trigger ' || tgname || ' on ' || relname
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE relnamespace = current_schema()::regnamespace AND NOT tgisinternal AND tgenabled = 'O'
UNION ALL
SELECT 'constraint ' || conname || ' on ' || relname
FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
WHERE relnamespace = current_schema()::regnamespace AND convalidated
UNION ALL
SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
"""
_REFERENCES = """
SELECT held.relname, told.relname,
  (SELECT string_agg(format('a.%I = b.%I', x.attname, y.attname), ' AND ')
   FROM unnest(conkey, confkey) AS k (x, y)
   JOIN pg_attribute x ON x.attrelid = conrelid AND x.attnum = k.x
   JOIN pg_attribute y ON y.attrelid = confrelid AND y.attnum = k.y),
  (SELECT string_agg(format('a.%I IS NOT NULL', attname), ' AND ')
   FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey))
FROM pg_constraint
JOIN pg_class held ON held.oid = conrelid JOIN pg_class told ON told.oid = confrelid
WHERE contype = 'f' AND held.relnamespace = current_schema()::regnamespace
ORDER BY 1, 2, 3
"""


def names_of(connection: Connection) -> list[str]:
    """Give columns, indexes, triggers, constraints and functions, each by name."""
    return sorted(name for (name,) in connection.execute(_NAMES))


def check_server(connection: Connection) -> Iterator[Problem]:
    """Give what is wrong; where the form is, references and words are not looked at."""
    form = [*_check_form(connection)]
    yield from form
    if not form:
        yield from _check_references(connection)
        yield from _check_words(connection)


def _check_form(connection: Connection) -> Iterator[Problem]:
    try:
        row = connection.execute("SELECT names FROM kipu_form").fetchone()
    except ServerError as error:
        yield Problem("form", f"the form of the record is not noted any more ({error})")
        return
    wanted = set(row[0].split("\n")) if row else set()
    there = set(names_of(connection))
    for name in sorted(wanted ^ there):
        state = "is missing" if name in wanted else "is not as kipu makes it"
        yield Problem("form", f"{name} {state}")


def _check_references(connection: Connection) -> Iterator[Problem]:
    """Look for what the server itself refuses unless its owner has told it not to."""
    for table, other, equal, given in connection.execute(_REFERENCES).fetchall():
        query = (
            f'SELECT count(*) FROM "{table}" a WHERE {given}'
            f' AND NOT EXISTS (SELECT 1 FROM "{other}" b WHERE {equal})'
        )
        (lost,) = connection.execute(query).fetchone()
        if lost:
            yield Problem(
                "reference", f"{table} refers to {lost} rows of {other} that are not there"
            )


def _check_words(connection: Connection) -> Iterator[Problem]:
    for search, (table, words) in SEARCHED.items():
        query = (
            f"SELECT count(*) FROM (SELECT number, words_of({words}) AS words FROM {table}) AS a"
            f" FULL JOIN {search} AS b USING (number) WHERE a.words IS DISTINCT FROM b.words"
        )
        (other,) = connection.execute(query).fetchone()
        if other:
            yield Problem("search", f"{search} does not agree with the words it was made of")
