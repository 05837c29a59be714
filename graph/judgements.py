"""Canonical ids as a projection of judgements: nothing is stored, everything can be replayed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from graph.names import clean, exact
from graph.plain import as_dict
from graph.sound import entity_like, storable
from graph.statement import Judgement, Verdict, digest
from ontology.errors import InputError, JudgementConflict

APART = {Verdict.DIFFERENT: "judged different", Verdict.SPLIT: "held apart by a split"}
"""The verdicts that keep two entities apart, and how a message says so."""
SPLIT = ("org", "person", "site")
"""The kinds of things of which a name can be split off in one document."""


def judgement_id(judgement: Judgement) -> Judgement:
    """The judgement with its id: the hash of its content."""
    j = judgement
    place = [j.document, j.name, j.meant and as_dict(j.meant)] if j.document is not None else []
    return replace(j, id=digest(j.verdict.value, j.left, j.right, j.by, j.at, j.reason, j.undoes, *place, length=16))


class Canon:
    """Which ids are one thing, by the judgements that stand (undone ones do not).

    The canonical id of a group is its least id, so that the order of judgements does not matter.
    """

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        log = list(judgements)
        undone = {j.undoes for j in log if j.undoes}
        self.standing = tuple(j for j in log if j.undoes is None and j.id not in undone)
        self._same: dict[str, set[str]] = {}
        for j in self.standing:
            if j.verdict is Verdict.SAME:
                self._same.setdefault(j.left, set()).add(j.right)
                self._same.setdefault(j.right, set()).add(j.left)
        self._canonical: dict[str, str] = {}
        self._members: dict[str, tuple[str, ...]] = {}
        for start in sorted(self._same):
            if start not in self._canonical:
                self._adopt(start)

    def _adopt(self, start: str) -> None:
        """Make one group of all that `start` is the same as; it comes first in id order."""
        group = {start}
        queue = deque([start])
        while queue:
            fresh = self._same[queue.popleft()] - group
            group |= fresh
            queue.extend(fresh)
        self._members[start] = tuple(sorted(group))
        self._canonical.update(dict.fromkeys(group, start))

    def __call__(self, entity: str) -> str:
        """The canonical id of an entity id."""
        return self._canonical.get(entity, entity)

    def members(self, entity: str) -> tuple[str, ...]:
        """All ids of the group that `entity` belongs to, itself included, sorted."""
        return self._members.get(self(entity), (entity,))

    def groups(self) -> Iterable[tuple[str, ...]]:
        """All groups of two or more."""
        return self._members.values()

    def chain(self, left: str, right: str) -> tuple[str, ...]:
        """The shortest chain of `same` from left to right, both included; empty where there is none."""
        came: dict[str, str] = {left: left}
        queue = deque([left])
        while queue and right not in came:
            here = queue.popleft()
            for there in sorted(self._same.get(here, ())):
                if there not in came:
                    came[there] = here
                    queue.append(there)
        if right not in came:
            return ()
        path = [right]
        while path[-1] != left:
            path.append(came[path[-1]])
        return tuple(reversed(path))


def reread(judgement: Judgement, log: Iterable[Judgement]) -> str | None:
    """The document (by the id of one of its sources) of which another reading counts after a judgement, if any."""
    return next((j.document for j in log if j.id == judgement.undoes), judgement.document)


def concerned(judgement: Judgement, log: Iterable[Judgement]) -> set[str]:
    """All ids whose canonical id a judgement behind this log may change; a split changes none.

    Of one that undoes another it is that other that counts: nothing says that both name the same two.
    """
    before = list(log)
    word = next((j for j in before if j.id == judgement.undoes), judgement)
    if word.verdict is Verdict.SPLIT:
        return set()
    canons, ends = (Canon(before), Canon([*before, judgement])), (word.left, word.right)
    return {member for canon in canons for end in ends for member in canon.members(end)}


def admit(judgement: Judgement, log: Iterable[Judgement]) -> None:
    """Raise JudgementConflict where `judgement` cannot stand beside the log, InputError where it is none.

    `different` beats any chain of `same`: a merge that would join two different ones is refused,
    and so is a `different` between two that are joined; the message shows the chain. A split parts its two as well:
    the name would mean another one, and the same.
    """
    log = list(log)
    _sound(judgement)
    if any(j.id == judgement.id for j in log):
        raise JudgementConflict(f"judgement {judgement.id} is in the log already")
    if judgement.undoes is not None:
        _admit_undo(judgement.undoes, log)
        return
    if judgement.left == judgement.right:
        raise JudgementConflict(f"{judgement.left} cannot be judged against itself")
    canon = Canon([*log, judgement])
    for j in canon.standing:
        chain = canon.chain(j.left, j.right) if j.verdict in APART else ()
        if chain:
            raise JudgementConflict(
                f"{j.left} and {j.right} are {APART[j.verdict]} (by {j.by}, {j.at}), "
                f"but this would join them: {' = '.join(chain)}; undo one of the judgements first"
            )
        if judgement.verdict is Verdict.SPLIT and j.id != judgement.id and _place(j) == _place(judgement):
            what = f"in {j.document} {j.name or j.left}"
            raise JudgementConflict(f"{what} is judged to be {j.right} (by {j.by}, {j.at}, {j.id}); undo that first")


def _place(j: Judgement) -> tuple[object, ...]:
    """What of which document a split speaks of."""
    return j.verdict, j.document, j.left, j.name and exact(j.name)


def _sound(j: Judgement) -> None:
    """Judgements may name ids that no document uses (yet), but only what is an id."""
    for id in (j.left, j.right):
        if not entity_like(id):
            raise InputError(f"{id!r} is no entity id; it reads org/…, person/…, site/…, place/… or product/…")
    if not storable(j.by, j.at, j.reason, j.undoes, j.document, j.name):
        raise InputError("the text of a judgement holds a NUL or half a character")
    if j.verdict is Verdict.SPLIT:
        _sound_split(j)
    elif (j.document, j.name, j.meant) != (None, None, None):
        raise InputError(f"a document, a name and who is meant belong to a split, not to {j.verdict}")
    if j.id != judgement_id(j).id:
        raise InputError("a judgement's id is the hash of its content; make it with graph.statement.judgement_id")


def _sound_split(j: Judgement) -> None:
    if j.undoes is None and not j.document:
        raise InputError("a split names the document in which a name means another one")
    kinds = [id.partition("/")[0] for id in (j.left, j.right, *([j.meant.id] if j.meant else []))]
    if len(set(kinds)) > 1 or kinds[0] not in SPLIT:
        raise InputError(f"a split parts two things of one kind ({', '.join(SPLIT)}), not {j.left} and {j.right}")
    if j.name is not None and clean(j.name) != j.name:
        raise InputError(f"the name {j.name!r} was not cleaned")


def _admit_undo(target: str, log: list[Judgement]) -> None:
    found = next((j for j in log if j.id == target), None)
    if found is None or found.undoes is not None:
        raise JudgementConflict(f"there is no judgement {target} to undo")
    if any(j.undoes == target for j in log):
        raise JudgementConflict(f"judgement {target} is undone already")
