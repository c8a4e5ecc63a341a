"""Judges recorded filters by odata-query, which writes SQLite's SQL for them.

    python compare_filters.py FILE

FILE holds a JSON document a line: {"filter", "rows", "kept"}, where "kept" are the places of the rows that Areia's
own SQL kept. The filters stay within what odata-query has right. Left out: null, the sign of an operand, the wildcards
of LIKE and quotes inside it, lists of one, and arithmetic inside arithmetic, whose parentheses it drops.
"""

import json
import logging
import sqlite3
import sys

from odata_query.grammar import ODataLexer, ODataParser
from odata_query.sql import AstToSqliteSqlVisitor

COLUMNS = ("notInt", "inInt", "text", "nullText")


def main(path):
    logging.disable(logging.CRITICAL)
    database = sqlite3.connect(":memory:")
    database.execute("create table tried (id integer, notInt integer, inInt integer, text text, nullText text)")
    lexer, parser = ODataLexer(), ODataParser()
    filled, count = None, 0
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            if case["rows"] != filled:
                filled = case["rows"]
                database.execute("delete from tried")
                rows = [(place, *(row[name] for name in COLUMNS)) for place, row in enumerate(filled)]
                database.executemany("insert into tried values (?, ?, ?, ?, ?)", rows)
            condition = AstToSqliteSqlVisitor().visit(parser.parse(lexer.tokenize(case["filter"])))
            found = [place for (place,) in database.execute(f"select id from tried where {condition} order by id")]
            if found != case["kept"]:
                sys.exit(f"{case['filter']}\n  {condition}\n  odata-query keeps {found}\n  Areia keeps {case['kept']}")
            count += 1
    if not count:
        sys.exit("there was no case")
    print(f"odata-query agrees on {count} filters")


main(*sys.argv[1:])
