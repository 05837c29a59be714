"""Who does what a second clause tells, where the parser joins its subject to the verb of the first.

"Sales fell and its unit, <Foobar>, coped with a strike at its mill": the unit copes, and the mill is the unit's.
"""

from __future__ import annotations

from loaders.en.parsing.parse import Sentence, Token

FINITE = frozenset({"VBD", "VBZ", "VBP"})
USES = frozenset({"use", "need", "require", "employ", "apply", "design", "intend"})
ASIDE = 9
"""How many words stand between the commas at most."""


def joined_clauses(tokens: list[Token], sentence: Sentence) -> None:
    """Makes a noun or name before an aside the subject of the verb behind it that has none."""
    for noun in sentence.tokens:
        if noun.dep != "conj" or not (noun.tag == "NN" or noun.mention is not None):
            continue
        first, at = tokens[noun.head], noun.i + 1
        if not first.tag.startswith("VB") or at >= len(tokens) or tokens[at].text != ",":
            continue
        end = next((t.i for t in tokens[at + 1 : at + ASIDE] if t.text == ","), None)
        verb = tokens[end + 1] if end is not None and end + 1 < len(tokens) else None
        if verb is None or verb.tag not in FINITE or verb.head not in (first.i, noun.i, first.head):
            continue
        if not any(t.head == verb.i and t.dep.startswith("nsubj") for t in tokens):
            tokens[noun.i] = noun._replace(dep="nsubj", head=verb.i)
            if verb.head != verb.i:
                tokens[verb.i] = verb._replace(head=first.i, dep="conj")


def used(tokens: list[Token], sentence: Sentence) -> None:
    """Hangs what something is used for on it: "makes anodes, used in the process to produce metal" is of the anodes."""
    for verb in sentence.tokens:
        if verb.tag != "VBN" or verb.dep != "advcl" or verb.lemma not in USES or verb.i < 3:
            continue
        noun, comma = tokens[verb.i - 2], tokens[verb.i - 1]
        mention = sentence.mentions[noun.mention] if noun.mention is not None else None
        stuff = noun.tag.startswith("NN") if mention is None else mention.type == "Product"
        aided = any(t.head == verb.i and t.dep.startswith(("aux", "nsubj")) for t in tokens)
        if comma.text == "," and stuff and not aided and noun.dep in ("dobj", "pobj", "conj"):
            tokens[verb.i] = verb._replace(dep="acl", head=noun.i)
