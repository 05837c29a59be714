"""Canonical ids as a projection of judgements: nothing is stored, everything can be replayed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from graph.sound import entity_like, storable
from graph.statement import Judgement, Verdict, judgement_id
from ontology.errors import InputError, JudgementConflict


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


def concerned(judgement: Judgement, log: Iterable[Judgement]) -> set[str]:
    """All ids whose canonical id a judgement behind this log may change."""
    before = list(log)
    canons, ends = (Canon(before), Canon([*before, judgement])), (judgement.left, judgement.right)
    return {member for canon in canons for end in ends for member in canon.members(end)}


def admit(judgement: Judgement, log: Iterable[Judgement]) -> None:
    """Raise JudgementConflict where `judgement` cannot stand beside the log, InputError where it is none.

    `different` beats any chain of `same`: a merge that would join two different ones is refused,
    and so is a `different` between two that are joined; the message shows the chain.
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
        chain = canon.chain(j.left, j.right) if j.verdict is Verdict.DIFFERENT else ()
        if chain:
            raise JudgementConflict(
                f"{j.left} and {j.right} are judged different (by {j.by}, {j.at}), "
                f"but this would join them: {' = '.join(chain)}; undo one of the judgements first"
            )


def _sound(j: Judgement) -> None:
    """Judgements may name ids that no document uses (yet), but only what is an id."""
    for id in (j.left, j.right):
        if not entity_like(id):
            raise InputError(f"{id!r} is no entity id; it reads org/…, person/…, site/…, place/… or product/…")
    if not storable(j.by, j.at, j.reason, j.undoes):
        raise InputError("the text of a judgement holds a NUL or half a character")
    if j.id != judgement_id(j).id:
        raise InputError("a judgement's id is the hash of its content; make it with graph.statement.judgement_id")


def _admit_undo(target: str, log: list[Judgement]) -> None:
    found = next((j for j in log if j.id == target), None)
    if found is None or found.undoes is not None:
        raise JudgementConflict(f"there is no judgement {target} to undo")
    if any(j.undoes == target for j in log):
        raise JudgementConflict(f"judgement {target} is undone already")
