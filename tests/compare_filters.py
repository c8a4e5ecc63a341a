"""Judges recorded filters by odata-query, which writes SQLite's SQL for them.

    python compare_filters.py FILE

FILE holds a JSON document a line: {"filter", "rows", "kept"}, where "rows" is null for those of the line before, and
"kept" are the places of the rows that Areia's own SQL kept. The filters stay within what odata-query has right; what
that leaves out is said in tests/it/totvs/odata/plain.rs.
"""

import json
import logging
import math
import sqlite3
import sys

from odata_query.grammar import ODataLexer, ODataParser
from odata_query.sql import AstToSqliteSqlVisitor

COLUMNS = {
    "notInt": "integer", "inInt": "integer", "amount": "real", "orAmount": "real", "text": "text",
    "nullText": "text", "moment": "text", "andMoment": "text",
}


def opened():
    database = sqlite3.connect(":memory:")
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    database.execute(f"create table tried (id integer, {columns})")
    # Not every SQLite has its mathematical functions.
    for name, function in (("FLOOR", math.floor), ("CEILING", math.ceil)):
        database.create_function(name, 1, lambda number, of=function: None if number is None else of(number))
    return database


def fill(database, rows):
    database.execute("delete from tried")
    values = [(place, *(row[name] for name in COLUMNS)) for place, row in enumerate(rows)]
    places = ", ".join("?" * (len(COLUMNS) + 1))
    database.executemany(f"insert into tried values ({places})", values)


def main(path):
    logging.disable(logging.CRITICAL)
    database, lexer, parser, count = opened(), ODataLexer(), ODataParser(), 0
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            if case["rows"]:
                fill(database, case["rows"])
            condition = AstToSqliteSqlVisitor().visit(parser.parse(lexer.tokenize(case["filter"])))
            found = [place for (place,) in database.execute(f"select id from tried where {condition} order by id")]
            if found != case["kept"]:
                sys.exit(f"{case['filter']}\n  {condition}\n  odata-query keeps {found}\n  Areia keeps {case['kept']}")
            count += 1
    if not count:
        sys.exit("there was no case")
    print(f"odata-query agrees on {count} filters")


main(*sys.argv[1:])
