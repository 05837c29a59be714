"""What neo4j-admin says of files that it will not take, in its own words, as the file and the line."""

from __future__ import annotations

from pathlib import Path

from api.neo4j_faults import fault

CELL = """\
Caused by: org.neo4j.internal.batchimport.input.InputException: ERROR in input
  data source: BufferedCharSeeker[source:{file}, position:{at}, line:1]
  in field: share:double:3
  for header: [:START_ID(Entity), :END_ID(Entity), share:double]
  raw field value: abc
  original error: Not a number: "abc"
"""
MISSING = """\
Caused by: org.neo4j.internal.batchimport.input.InputException: org/nobody (Entity)-[OWNS]->org/b "x" (Entity) \
referring to missing node org/nobody
"""
TWICE = """\
Caused by: org.neo4j.internal.batchimport.cache.idmapping.string.DuplicateInputIdException: Id 'org/a' is defined \
more than once in group 'Entity'
"""


def test_a_cell_that_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "relationships-owns-entity-1.csv"
    file.write_text('"org/a","字",5.0\n"org/a","org/c",abc\n"org/a","org/d",7.0\n', "utf-8")
    at = file.read_text("utf-8").index("abc") + 4
    found = fault(CELL.format(file=file, at=at), tmp_path)
    assert found == f'{file}, line 2, column share:double: Not a number: "abc"'


def test_an_end_that_is_no_node(tmp_path: Path) -> None:
    file = tmp_path / "relationships-owns-entity-1.csv"
    file.write_text('"org/a","org/b",5.0\n"org/nobody","org/b ""x""",abc\n', "utf-8")
    found = fault(MISSING, tmp_path)
    assert found == f"{file}, line 2: there is no node org/nobody, where a relationship begins or ends"


def test_a_node_that_is_there_twice(tmp_path: Path) -> None:
    for n, ids in enumerate((("org/a", "org/b"), ("org/c", "org/ab", "org/a")), 1):
        (tmp_path / f"nodes-company-{n}.csv").write_text("".join(f'"{id}","name"\n' for id in ids), "utf-8")
    first, second = (tmp_path / f"nodes-company-{n}.csv" for n in (1, 2))
    assert fault(TWICE, tmp_path) == f"{first}, line 1 and {second}, line 3: the Entity org/a is there more than once"


def test_what_blames_no_line_is_left_to_neo4j_admin(tmp_path: Path) -> None:
    assert fault("Caused by: java.io.IOException: No space left on device", tmp_path) is None
