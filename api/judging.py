"""A person's word into the log: judgements and undoing them."""

from __future__ import annotations

from datetime import UTC, datetime

from api import splitting
from api.lookup import find_id
from api.materialising import committed
from api.splitting import Split
from api.workspace import Workspace
from graph.judgements import judgement_id
from graph.statement import Judgement, Verdict
from ontology.errors import InputError, JudgementConflict


def judge(work: Workspace, verdict: str, left: str, right: str, by: str, reason: str = "") -> Judgement:
    """Append a judgement on two ids; JudgementConflict where it contradicts those that stand."""
    if verdict == Verdict.SPLIT:
        raise InputError("a split is said of a name in a document: potline split DOCUMENT NAME")
    for id in (left, right):
        find_id(work, id)
    first, second = sorted((left, right))
    judgement = judgement_id(Judgement("", Verdict(verdict), first, second, by, _now(), reason))
    work.store.judge(judgement)
    committed(work)
    return judgement


def split(work: Workspace, said: Split, by: str, reason: str = "") -> Judgement:
    """Append a split; see `splitting.judgement` for what is refused, and JudgementConflict where it contradicts."""
    made = splitting.judgement(work, said, by, _now(), reason)
    work.store.judge(made)
    committed(work)
    return made


def undo(work: Workspace, by: str, target: str | None = None) -> Judgement:
    """Take back a judgement (the last that stands); the log keeps both."""
    log = work.store.judgements()
    undone = {j.undoes for j in log}
    standing = [j for j in log if j.undoes is None and j.id not in undone]
    wanted = [j for j in standing if target in (None, j.id)]
    if not wanted:
        raise JudgementConflict(f"there is no judgement {target or ''} to undo".replace("  ", " "))
    chosen = wanted[-1]
    back = Judgement("", chosen.verdict, chosen.left, chosen.right, by, _now(), undoes=chosen.id)
    back = judgement_id(back)
    work.store.judge(back)
    committed(work)
    return back


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
