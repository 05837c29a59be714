"""A good part of the contract, for a record that is special in a way: it has a fixture `place` of its own."""

from __future__ import annotations

from tests.graph.conftest import opener, store
from tests.graph.test_store import (
    test_a_changed_document_replaces_what_it_said,
    test_changes_name_what_changed_since,
    test_new_bytes_at_one_of_two_sources_part_them,
    test_reload_writes_nothing,
    test_removing_takes_exactly_what_no_other_document_states,
    test_search_finds_what_holds_the_text_in_any_case,
    test_several_processes_at_once_end_as_one_after_the_other,
    test_statements_by_what_is_given,
    test_the_same_bytes_from_two_sources_are_one_document,
    test_undo_restores_everything_and_a_merge_joins_both_sides,
    test_what_is_put_is_kept_whole,
)

__all__ = [
    "opener",
    "store",
    "test_a_changed_document_replaces_what_it_said",
    "test_changes_name_what_changed_since",
    "test_new_bytes_at_one_of_two_sources_part_them",
    "test_reload_writes_nothing",
    "test_removing_takes_exactly_what_no_other_document_states",
    "test_search_finds_what_holds_the_text_in_any_case",
    "test_several_processes_at_once_end_as_one_after_the_other",
    "test_statements_by_what_is_given",
    "test_the_same_bytes_from_two_sources_are_one_document",
    "test_undo_restores_everything_and_a_merge_joins_both_sides",
    "test_what_is_put_is_kept_whole",
]
