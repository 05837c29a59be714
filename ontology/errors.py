"""Every error that Potline raises on purpose, in one tree.

    PotlineError
    ├── InputError               what was handed in cannot be used
    │   ├── UnreadableDocument   missing, empty, binary, too large, not decodable
    │   ├── InvalidStatement     breaks the ontology
    │   ├── InvalidName          a name that cannot be stored
    │   ├── InvalidQuery         a query that does not parse, or is refused
    │   └── Unacceptable         the answer has none of the forms that were asked for
    ├── LookupFailed             what was asked for is not there, or not one thing
    │   ├── NotFound
    │   └── Ambiguous            carries the candidates
    ├── JudgementConflict        a judgement that contradicts earlier ones
    ├── OntologyError            potline.ttl or shapes.ttl cannot be used
    ├── SettingError             a setting or an option has a value that cannot work
    ├── StoreError               the record cannot be reached or used
    │   ├── StoreUnavailable     down, unreachable, gone in the middle
    │   │   └── IndexUnusable    the RDF index on disk is damaged, gone, or of something else
    │   ├── StoreRefused         wrong user or password, or no right to write
    │   ├── StoreClash           what others keep in the same database stands in the way
    │   ├── StoreTooOld          a server or a schema that this version does not support
    │   └── StoreUnsupported     this store cannot answer that question at all
    ├── QueryStopped             a query took more time or memory than it may, or broke the engine
    ├── Busy                     too many queries at once; ask again in a while
    ├── ModelError               the language model gave no answer that can be used
    └── ServerError              the local Neo4j could not be installed, started or stopped

A message says what was wrong, where (file, line, setting) and how to mend it. Drivers' errors are
translated into these where the driver is imported.
"""

from __future__ import annotations

from collections.abc import Sequence


class PotlineError(Exception):
    """Base of all errors that are raised on purpose; `str(error)` is fit to show to a user."""


class InputError(PotlineError):
    """What was handed in cannot be used."""


class UnreadableDocument(InputError):
    """A file that is missing, empty, binary, too large or in no known encoding."""


class InvalidStatement(InputError):
    """A statement that the ontology does not allow."""


class InvalidName(InputError):
    """A name that is empty after cleaning or longer than the limit."""


class InvalidQuery(InputError):
    """A query that does not parse, or that asks for something that is refused."""


class Unacceptable(InputError):
    """The answer can be given, but in none of the forms that the client takes."""


class LookupFailed(PotlineError):
    """What was asked for is not there, or is not one thing."""


class NotFound(LookupFailed):
    """Nothing has this id or name."""


class Ambiguous(LookupFailed):
    """Several things have this name; `candidates` are their ids, best first."""

    def __init__(self, message: str, candidates: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.candidates = tuple(candidates)


class JudgementConflict(PotlineError):
    """A judgement that contradicts earlier ones; the message shows the chain."""


class OntologyError(PotlineError):
    """The ontology or its shapes cannot be used; the message names file and line."""


class SettingError(PotlineError):
    """A setting or an option has a value that cannot work."""


class StoreError(PotlineError):
    """The record cannot be reached or used."""


class StoreUnavailable(StoreError):
    """The store is down, unreachable, or went away in the middle; nothing half was written."""


class IndexUnusable(StoreUnavailable):
    """The RDF index on disk is damaged, gone, or of something else; it is made anew from the record."""


class StoreRefused(StoreError):
    """Wrong user or password, or no right to do this."""


class StoreTooOld(StoreError):
    """A server or a schema of a version that this Potline does not support."""


class StoreClash(StoreError):
    """What others keep in the same database has names that we need; nothing was written."""


class StoreUnsupported(StoreError):
    """This kind of store cannot answer that question at all."""


class QueryStopped(PotlineError):
    """A query that took more time or memory than it may, that broke the engine, or whose asker went away."""


class Busy(PotlineError):
    """As many queries as there may be at once are running or waiting; the same query may succeed in a while."""


class ModelError(PotlineError):
    """The language model gave no answer that can be used; a document loses what it would have told, nothing else."""


class ServerError(PotlineError):
    """The local Neo4j could not be installed, started or stopped."""
