"""What the tokeniser sees in a query, held against what the engine would do with it."""

from __future__ import annotations

from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.tokens import TOKENS, inspect, keyword, place, tokens
from ontology.errors import InvalidQuery


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p 'SERVICE' }",
        'SELECT * { ?s ?p """a "SERVICE" b""" }',
        "SELECT * { ?s ?p '''it's SERVICE''' }",
        "SELECT * { ?s <http://x/SERVICE> ?o } # SERVICE <http://x> {}",
        "SELECT ?service $LOAD { ?service ?p $LOAD }",
        "PREFIX service: <http://x/> SELECT * { ?s service:DROP ?o . ?o a service:Service }",
        "PREFIX x: <http://x/> SELECT * { GRAPH x:service { ?s ?p ?o } }",
        'SELECT * { ?s ?p "a"@service . _:service ?p ?o }',
        r"PREFIX x: <http://x/> SELECT * { ?s x:it\'s ?o . ?s x:a\'b 'SERVICE' }",
        r'SELECT * { ?s ?p "\"SERVICE <http://x> {}" }',
        "SELECT * { ?s ?p ?o FILTER(?o < 5 && ?o > 3) }",
    ],
)
def test_words_that_are_no_keywords_are_harmless(query: str) -> None:
    assert inspect(query).form == "SELECT"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://x> { ?s ?p ?o } }",
        "SELECT * { service silent ?e { ?s ?p ?o } }",
        "SELECT * {{}SERVICE<http://x>{?s ?p ?o}}",
        r"SELECT * { \u0053ERVICE <http://x> { ?s ?p ?o } }",
        r"SELECT * { S\U00000045RVICE <http://x> { ?s ?p ?o } }",
        "SELECT * { ?s ?p '' SERVICE ?e { } }",
        "SELECT * { ?s ?p '\\\\' SERVICE ?e { } }",
        "SELECT * # \r{ SERVICE <http://x> { } }",
        "PREFIX service: <http://x/> SELECT * { service:a { } }",
        "PREFIX : <http://x/> SELECT * { SERVICE:a { } }",
        "PREFIX : <http://x/> SELECT * { ?s ?p trueSERVICE:a { } }",
        "PREFIX : <http://x/> SELECT * { ?s ?p 1SERVICE :a { } }",
    ],
)
def test_service_is_refused_however_it_is_written(query: str) -> None:
    with pytest.raises(InvalidQuery, match="SERVICE is refused"):
        inspect(query)


HERE = "http://127.0.0.1:1/sparql"


@pytest.mark.parametrize("query", [f"SELECT * {{ SERVICE <{HERE}> {{ }} }}", f"ASK {{ service silent<{HERE}>{{}} }}"])
def test_service_may_name_an_endpoint_that_is_allowed(query: str) -> None:
    assert inspect(query, services=[HERE]).form in ("SELECT", "ASK")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/other> { } }",
        "SELECT * { SERVICE ?e { } }",
        f"SELECT * {{ VALUES ?e {{ <{HERE}> }} SERVICE SILENT ?e {{ }} }}",
        f"PREFIX x: <{HERE}> SELECT * {{ SERVICE x: {{ }} }}",
        "BASE <http://127.0.0.1:1/> SELECT * { SERVICE <sparql> { } }",
        "PREFIX : <http://x/> SELECT * { SERVICE:a { } }",
        f"SELECT * {{ SERVICE <{HERE}> {{ SERVICE <http://x> {{ }} }} }}",
    ],
)
def test_service_may_name_no_other_endpoint_and_no_variable(query: str) -> None:
    with pytest.raises(InvalidQuery, match=r"SERVICE (may only name|is refused)"):
        inspect(query, services=[HERE])


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a:b> <a:c> 1 }",
        "delete where { ?s ?p ?o }",
        "LOAD <http://x>",
        "CLEAR ALL",
        "SELECT * { } ; DROP ALL",
        r"\u0049NSERT DATA { <a:b> <a:c> 1 }",
        "PREFIX x: <http://x/> ADD <http://a> TO <http://b>",
    ],
)
def test_updates_are_refused(query: str) -> None:
    with pytest.raises(InvalidQuery, match=r"line 1, column \d+: \w+ is refused"):
        inspect(query)


def test_a_refusal_names_line_and_column() -> None:
    with pytest.raises(InvalidQuery, match="line 3, column 3"):
        inspect("SELECT *\n{\n  SERVICE <http://x> { } }")


def test_a_string_that_is_never_closed_is_found_where_it_begins() -> None:
    with pytest.raises(InvalidQuery, match="line 2, column 9: this string is never closed"):
        inspect("SELECT * {\n  ?s ?p 'abc }")


def test_text_without_a_form_is_no_query() -> None:
    for text in ("", "PREFIX x: <http://x/>", "# SELECT"):
        with pytest.raises(InvalidQuery, match="no query"):
            inspect(text)


def test_length_nesting_and_number_of_tokens_have_limits() -> None:
    with pytest.raises(InvalidQuery, match="the limit is 50"):
        inspect("SELECT * { } " + " " * 50, length=50)
    with pytest.raises(InvalidQuery, match="nested deeper than 100"):
        inspect("SELECT * " + "{" * 10_000 + "}" * 10_000)
    with pytest.raises(InvalidQuery, match=f"more than {TOKENS} tokens"):
        inspect("SELECT * { FILTER(" + "!" * 10_000 + "true) }")


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(InvalidQuery, match="not valid Unicode"):
        inspect("ASK { ?s ?p '\ud800' }")
    with pytest.raises(InvalidQuery, match=r"line 1, column 5: .* does not belong here"):
        inspect("ASK \x00{}")


def test_a_long_list_of_values_is_no_long_query() -> None:
    rows = " ".join(f"(<http://x/{i}>)" for i in range(TOKENS))
    assert inspect(f"SELECT * {{ VALUES (?s) {{ {rows} }} ?s ?p ?o }}", length=0).form == "SELECT"


def test_comments_are_blanked_and_offsets_stay() -> None:
    query = "SELECT * # all\n{ ?s ?p '#' } # end"
    text = inspect(query).text
    assert text == "SELECT *      \n{ ?s ?p '#' }"
    assert text.index("{") == query.index("{")


def test_escaped_keywords_are_decoded_and_impossible_codes_are_not_fatal() -> None:
    assert [keyword(t) for t in tokens(r"\u0041SK \UFFFFFFFF")] == ["ASK", "\ufffd"]


def test_places_count_from_one() -> None:
    assert place("ab\ncd", 0) == "line 1, column 1"
    assert place("ab\ncd", 4) == "line 2, column 2"


PIECES = [
    "SERVICE", "service", "SERVICE:a", "service:a", ":a", "x:a", "?s", "?s ?p ?o", "<http://127.0.0.1:1/>",
    "{", "}", "{}", "(", ")", ".", ";", ",", "<", ">", "'", '"', "'''", '"""', "\\", "#", "\n", "\r", " ", " ", "true",
    "1", "1.", ".", "a", "_:b", "@en", "^^", "FILTER", "EXISTS", "UNION", "OPTIONAL", "GRAPH", "MINUS", "'x'", "?a<?b",
    r"\u0053", r"\'", "%27", "·", "BIND(1 AS ?x)", "VALUES ?y {1}", "FILTER(?a<?b)", "SELECT * {",
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(["", "?s ?p ?o .", "?s ?p "]))
def test_what_passes_never_reaches_out(pieces: list[str], before: str) -> None:
    """The engine refuses to speak to port 1, with an OSError: it must never get so far."""
    engine = ox.Store()
    engine.add(ox.Quad(*[ox.NamedNode("http://127.0.0.1:1/a")] * 3))
    query = "PREFIX : <http://127.0.0.1:1/> PREFIX x: <http://127.0.0.1:1/> PREFIX service: <http://127.0.0.1:1/> "
    query += "SELECT * {" + before + "".join([*pieces, "SERVICE", *pieces[:2], ":a {}"]) + "}"
    try:
        text = inspect(query).text
    except InvalidQuery:
        return
    with suppress(SyntaxError):
        list(engine.query(text))
