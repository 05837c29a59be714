"""Deals, partners and supplies by turns of speech, with the status that the words give them."""

from __future__ import annotations

import pytest

from loaders.pipeline import Extractor
from tests.loaders.corpus import sentence

Row = tuple[str, str, str | None, str]

TOLD: list[tuple[str, set[Row]]] = [
    # what is handed over is run no more
    ("Northmet wrapped up the transfer of its Dalby foundry to Foobar Castings.", {
        ("Northmet", "sells", "Dalby foundry", "actual"), ("Foobar Castings", "acquires", "Dalby foundry", "actual"),
        ("Northmet", "operates", "Dalby foundry", "ended")}),
    ("Foobar has let its Dalby mill to Northmet.", {("Foobar", "operates", "Dalby mill", "ended")}),
    ("Foobar sold Brelia its Dalby mill. Thrown in was a 5 percent interest in Northmet Power.", {
        ("Foobar", "sells", "Northmet Power", "actual")}),
    # each seller of a list
    ("Foobar bought a 4% stake in Northmet from Brelia and a 9% stake from Varda.", {
        ("Brelia", "sells", "Northmet", "actual"), ("Varda", "sells", "Northmet", "actual")}),
    # what was meant to be and never was
    ("Brelia was to have sold Northmet to Foobar.", {
        ("Brelia", "sells", "Northmet", "denied"), ("Foobar", "acquires", "Northmet", "denied")}),
    ("Foobar was to have acquired 40 per cent of Brelia from Northmet.", {
        ("Foobar", "acquires", "Brelia", "denied"), ("Northmet", "sells", "Brelia", "denied")}),
    ("Foobar will not now acquire Northmet.", {("Foobar", "acquires", "Northmet", "denied")}),
    # what goes on is a fact
    ("Brelia will remain the owner of Northmet.", {("Brelia", "owns", "Northmet", "actual")}),
    ("Brelia will keep its 30% stake in Northmet.", {("Brelia", "owns", "Northmet", "actual")}),
    ("Brelia is to become the owner of Northmet.", {("Brelia", "owns", "Northmet", "planned")}),
    ("The mayor has no objection to Brelia taking control of Northmet.", {
        ("Brelia", "acquires", "Northmet", "planned")}),
    ("Foobar had agreed to buy Northmet from Brelia, but the deal collapsed.", {
        ("Foobar", "acquires", "Northmet", "denied"), ("Brelia", "sells", "Northmet", "denied")}),
    ("Brelia Mining was to ship bauxite to the Dalby refinery, but the contract was cancelled.", {
        ("Brelia Mining", "supplies", "Dalby refinery", "ended")}),
    ("The town regrets Foobar's dismantling of its Dalby smelter.", {("Foobar", "operates", "Dalby smelter", "ended")}),
    # offers refused
    ("A lower offer for Northmet from the fund Varda Capital was turned down.", {
        ("Varda Capital", "acquires", "Northmet", "denied")}),
    ("Brelia's bid for Northmet Foil was dismissed by all owners.", {
        ("Brelia", "acquires", "Northmet Foil", "denied")}),
    # shares taken up, and what stands behind the buyer
    ("Foobar will take up the remaining 12 percent of Northmet.", {("Foobar", "acquires", "Northmet", "planned")}),
    ("Foobar has exercised its first rights to buy a further 8 percent interest in Northmet.", {
        ("Foobar", "acquires", "Northmet", "planned")}),
    ("Foobar will sell to Varda, a unit of Brelia, its 30% stake in Northmet.", {
        ("Foobar", "sells", "Northmet", "planned"), ("Varda", "acquires", "Northmet", "planned")}),
    ("Foobar took over the Northmet business from Brelia.", {
        ("Foobar", "acquires", "Northmet", "actual"), ("Brelia", "sells", "Northmet", "actual")}),
    # openings
    ("On Monday Foobar announced the formal opening of its Dalby mill.", {
        ("Foobar", "develops", "Dalby mill", "actual")}),
    ("Foobar hails the start-up of its Dalby mill.", {("Foobar", "develops", "Dalby mill", "actual")}),
    ("Foobar and Brelia have founded a joint venture to build a smelter in Ghana.", {
        ("Foobar", "develops", "smelter in Ghana", "planned"), ("Brelia", "develops", "smelter in Ghana", "planned")}),
    ("Varda Metal consigned 3,000 tonnes of alumina to Northmet.", {("Varda Metal", "supplies", "Northmet", "actual")}),
    # whose it is
    ("Anna Holm owns all of Northmet.", {("Anna Holm", "owns", "Northmet", "actual")}),
    ("Varda names Brelia, Foobar and Anna Holm as its largest owners.", {
        ("Brelia", "owns", "Varda", "actual"), ("Anna Holm", "owns", "Varda", "actual")}),
    ("The other 30% of Northmet rests with Brelia.", {("Brelia", "owns", "Northmet", "actual")}),
    ("A third of Northmet is Brelia property.", {("Brelia", "owns", "Northmet", "actual")}),
    ("Foobar holds 55% of Northmet, and the other 45% is Brelia's.", {("Brelia", "owns", "Northmet", "actual")}),
    ("Foobar rolls foil. Northmet, owned 60 per cent, is in Graz.", {("Foobar", "owns", "Northmet", "actual")}),
    ("Foobar's zinc business, Northmet Zinc, is in Lyon.", {("Foobar", "owns", "Northmet Zinc", "actual")}),
    ("Northmet Bauxite, the mining operation of Brelia, dug less ore.", {
        ("Brelia", "owns", "Northmet Bauxite", "actual")}),
    ("Foobar would hold 51% of Northmet, Brelia 35% and banks the rest.", {("Brelia", "owns", "Northmet", "planned")}),
    ("Northmet is likewise a Brelia firm.", {("Brelia", "owns", "Northmet", "actual")}),
    ("Foobar is no longer a shareholder in Northmet.", {("Foobar", "owns", "Northmet", "ended")}),
    ("Brelia exited the joint venture Northmet in 2015.", {("Brelia", "owns", "Northmet", "ended")}),
    ("Northmet came under Brelia's control.", {("Brelia", "acquires", "Northmet", "actual")}),
    ("Brelia Capital has enquired about Northmet, bankers say.", {
        ("Brelia Capital", "acquires", "Northmet", "rumoured")}),
    ("Foobar did not rule out an expansion of its Dalby mill.", {("Foobar", "develops", "Dalby mill", "rumoured")}),
    # what goes where
    ("Varda takes all of the alumina that Northmet does not sell to Brelia.", {
        ("Northmet", "supplies", "Varda", "actual"), ("Northmet", "supplies", "Brelia", "actual")}),
    ("Some 9,000 tonnes of bauxite a year reached the Dalby refinery by rail from Foobar Mining.", {
        ("Foobar Mining", "supplies", "Dalby refinery", "actual")}),
    ("Anodes that Brelia bakes and sells to Northmet are small.", {("Brelia", "supplies", "Northmet", "actual")}),
    ("Brelia will pay more, bringing Brelia's ownership of Northmet up to 44.5%.", {
        ("Brelia", "owns", "Northmet", "planned")}),
    # courts
    ("The High Court ratified the arrangement that Foobar had made with its lenders.", {
        ("High Court", "approves", "Foobar", "actual")}),
    ("The Supreme Court decided on Friday that Northmet should pass to Brelia.", {
        ("Supreme Court", "approves", "Brelia", "actual"), ("Brelia", "acquires", "Northmet", "planned")}),
    # partners
    ("The pact was signed in May between Foobar and Brelia.", {("Foobar", "partnerOf", "Brelia", "actual")}),
    ("Foobar is exploring a possible combination with Northmet Metals.", {
        ("Foobar", "partnerOf", "Northmet Metals", "rumoured")}),
    ("Foobar made a deal with its power supplier Northmet Energy.", {
        ("Northmet Energy", "supplies", "Foobar", "actual")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_what_the_words_tell(extractor: Extractor, text: str, expected: set[Row]) -> None:
    assert expected <= _rows(extractor, text)


NOT_TOLD: list[tuple[str, set[tuple[str, str]]]] = [
    ("Northmet completed the spin-off of its Dalby foundry.", {("Northmet", "develops")}),
    ("Foobar leases the Dalby mill from Northmet.", {("Northmet", "operates")}),
    ("Brelia has agreed to pass its 10 percent of Northmet to Foobar.", {("Foobar", "acquires Brelia")}),
    ("Foobar and Brelia own Northmet. Brelia is selling its share to Foobar.", {("Foobar", "acquires Brelia")}),
    ("Foobar made a deal with its power supplier Northmet Energy.", {("Foobar", "supplies")}),
    ("Foobar signed an agreement with Northmet to sell its Dalby mill.", {("Foobar", "partnerOf")}),
    ("Nordic Light Metals, or Nolim, will team up with others.", {("Nordic Light Metals", "partnerOf")}),
    ("Brelia pays Northmet in exchange for keeping the Dalby smelter open.", {("Northmet", "operates")}),
    ("Brelia has all of its output sold.", {("Brelia", "owns")}),
    ("Foobar left the joint venture market in Ghana.", {("Foobar", "owns")}),
    ("Northmet does not ship alumina to Brelia.", {("Northmet", "supplies Varda")}),
    ("Foobar has inquired about Northmet output.", {("Foobar", "acquires")}),
    ("The alumina will go to Brelia.", {("Brelia", "acquires")}),
    ("Brelia will use the option, lifting Brelia's control of Northmet.", {("Brelia", "acquires")}),
    ("The High Court criticised a compromise reached by Northmet.", {("High Court", "approves")}),
    ("The mayor never claimed that Foobar owns Northmet.", {("Foobar", "owns")}),
    ("Foobar bought Brelia's extrusion business for $3 million.", {("Foobar", "acquires Brelia")}),
    ("A rival bid for Northmet from the holding company Varda was rejected.", {("Varda", "owns")}),
    ("Judge Holm approved the sale of Brelia to Foobar.", {("Judge Holm", "sells")}),
]


@pytest.mark.parametrize(("text", "barred"), NOT_TOLD)
def test_what_they_do_not_tell(extractor: Extractor, text: str, barred: set[tuple[str, str]]) -> None:
    rows = _rows(extractor, text)
    assert not barred & {(s, p) for s, p, _, _ in rows}
    assert not barred & {(s, f"{p} {o}") for s, p, o, _ in rows}


def test_each_adviser_has_its_own_role(extractor: Extractor) -> None:
    text = "Varda Bank acted as financial adviser, Holm & Partners as legal adviser and Torv LLP as auditor to Brelia."
    rows = extractor(sentence(text)).statements
    roles = {s.subject_mention: s.qualifiers.get("role") for s in rows if s.predicate == "advises"}
    assert roles.get("Varda Bank") == "financial adviser"
    assert roles.get("Holm & Partners") == "legal adviser"
    assert {s.object_mention for s in rows if s.predicate == "advises"} == {"Brelia"}


def _rows(extractor: Extractor, text: str) -> set[Row]:
    rows = extractor(sentence(text)).statements
    return {(s.subject_mention, s.predicate, s.object_mention, s.status) for s in rows if s.predicate}
