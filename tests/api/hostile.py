"""What somebody who wants more than they may get writes where a filter, an order or an id goes."""

from itertools import product

QUOTES = ("'", '"', "`", "\\'", "%27", "''", "')", '")', "]", "’", "'))", "' )", ";", "\x00'")
TAILS = (
    " OR 1=1--",
    " OR '1'='1",
    " OR 1=1#",
    " UNION SELECT sql FROM sqlite_master--",
    " UNION SELECT token FROM tokens--",
    " AND 1=(SELECT count(*) FROM judgement)--",
    "; DROP TABLE event;--",
    "; DELETE FROM judgement;--",
    "; ATTACH DATABASE 'x' AS x;--",
    "; PRAGMA writable_schema=1;--",
    " LIMIT 1000000--",
    "/**/OR/**/1/**/=/**/1",
    " || (SELECT group_concat(text) FROM document) || ",
    " AND load_extension('x')--",
    " GROUP BY id HAVING 1=1--",
)
QUOTED = tuple(f"x{quote}{tail}" for quote, tail in product(QUOTES, TAILS))

COLUMNS = (
    "id", "rowid", "number", "text", "sql", "sort", "judge", "packed", "raw", "hash",
    "event.id", "main.event", "sqlite_master", "document_search", "judgement.reason",
)  # fmt: skip
ORDERS = (
    "{}", "{} DESC", "{} ASC, 1", "-{}", "{}--", "({})", "[{}]", '"{}"', "{},id",
    "{} COLLATE NOCASE", "CASE WHEN 1=1 THEN {} ELSE id END", "(SELECT {} FROM document)",
    "{}/*", "1,{}", "{};",
)  # fmt: skip
NAMES = tuple(order.format(column) for order, column in product(ORDERS, COLUMNS))

SEARCHES = (
    '"', '""', '"a', "a*", "NEAR(a b)", "a NEAR/5 b", "text:a", "{text}:a", "^a", "a AND", "OR",
    "NOT a", "a OR b", "a -b", "(a", "a)", "rank:bm25(1)", "event_search MATCH 'a'", "* ", "a + b",
    "-", "--", "text : *", '"a" * "b"', "a\x00b", "\u202ea", "%", "_", "%%", "a%' ESCAPE '%",
    "\\", "\\0",
)  # fmt: skip

OTHERS = (
    "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "file:///etc/passwd", "{{7*7}}", "${7*7}",
    "<%= 7*7 %>", "#{7*7}", "$(id)", "`id`", "| id", "; id", "&& id", "\r\nX-Header: 1",
    "%0d%0aX: 1", "<script>alert(1)</script>", "javascript:alert(1)", '{"$gt": ""}',
    '{"$ne": null}', "[$ne]=1",
    "__proto__", "constructor", "__class__.__mro__", "%s%s%s%n", "%x" * 20, "\x00",
    "\ufeff", "\ud7ff", "A" * 199, "9" * 199, "-1", "0", "1e309", "NaN", "Infinity",
    "null", "None", "true", "[]", "{}",
    "0x1", "1;1", "9223372036854775808", "-9223372036854775809", "٣", "²", "ﬀ", "İ", "ß", "é" * 50,
    "(" * 150, "[" * 150, "{" * 150, "a" * 100 + "!", "\u0000\u0001\u0002", "\U0010ffff", "‮",
    "*)(uid=*))(|(uid=*", "' or ''='", "count(/child::node())", "<!ENTITY x SYSTEM 'file:///x'>",
    "0001-01-01/9999-12-31", "-9999", "Y17E8", "1985-02-30", "2001-02-29T25:61", "../..",
    "2001/../",
)  # fmt: skip

PAYLOADS = tuple(dict.fromkeys((*QUOTED, *NAMES, *SEARCHES, *OTHERS)))
