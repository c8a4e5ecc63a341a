"""Parses every XML answer of the tests with the standard library's parser, which knows nothing of ours.

The one argument is the folder that the tests recorded them in (`AREIA_XML_RECORD`). None at all is a failure.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

FORMS = {
    None: r"[\s\S]*",
    "array": r"\s*",
    "boolean": r"true|false",
    "date": r"\d{4}-\d\d-\d\d",
    "dateTime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[23]:00",
    "decimal": r"-?\d+\.\d+",
    "integer": r"-?\d+",
}


def check(element):
    """The text of each element has the form of its type, or the element says that it has none."""
    kind = element.get("type")
    if set(element.attrib) - {"type", "nil"}:
        raise ValueError(f"{element.tag} has other attributes: {element.attrib}")
    if element.get("nil") == "true":
        if element.text or len(element):
            raise ValueError(f"{element.tag} is nil and holds something")
    elif not re.fullmatch(FORMS[kind], element.text or ""):
        raise ValueError(f"{element.tag} of type {kind} holds {element.text!r}")
    for child in element:
        check(child)


def main():
    answers = sorted(pathlib.Path(sys.argv[1]).glob("*.xml"))
    for answer in answers:
        try:
            check(ElementTree.fromstring(answer.read_bytes()))
        except (ElementTree.ParseError, KeyError, ValueError) as error:
            sys.exit(f"xml: {answer.name} is wrong: {error!r}\n{answer.read_text()}")
    if not answers:
        sys.exit("xml: the tests recorded no XML answer")
    print(f"xml: {len(answers)} answers are well-formed, and typed as they say")


main()
