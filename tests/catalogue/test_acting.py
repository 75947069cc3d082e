"""Who can end a problem: whom the author named, else whoever follows from the rest."""

import pytest

from kb.catalogue.acting import derived, who_acts
from kb.catalogue.choices import Actor
from kb.catalogue.document import StepContent
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of
from tests.make import make_document

SHIPPED = {
    Actor.PERSON: "A1 A2 A3 A4 C03 C04 R1 X12 X13 X4 X7 X8",
    Actor.RA: "C09 C10 C11 C12 C13 C17 M1 X11 X14 X17 X9",
    Actor.IT: "A5 A6 C05 C07 C14 C16 C18 L1 X1 X10 X2 X3 X6",
    Actor.VENDOR: "C19 C20",
    Actor.NSD: "C01 C02 C06 C08 C15",
}


def steps(*audiences: str) -> tuple[StepContent, ...]:
    return tuple(StepContent(audience, f"Do this {number}", "Do it.") for number, audience in enumerate(audiences))


@pytest.mark.parametrize(
    ("facts", "who"),
    [
        ({"vendor": "isosec", "steps": steps("USER", "USER", "IT")}, Actor.VENDOR),
        ({"steps": steps("USER", "USER", "IT")}, Actor.PERSON),
        ({"steps": steps("USER", "RA", "IT", "IT")}, Actor.IT),
        ({"steps": steps("USER", "IT")}, Actor.IT),
        ({"steps": steps("USER", "RA")}, Actor.RA),
        ({"steps": steps("RA", "IT", "NOBODY")}, Actor.IT),
        ({"steps": ()}, Actor.NSD),
        ({"steps": steps("", "NOBODY")}, Actor.NSD),
        ({"steps": (StepContent("USER", "Ring IT support", "Ring."), *steps("USER", "USER"))}, Actor.IT),
        ({"steps": (StepContent("USER", snippet="IT support"), *steps("USER", "USER"))}, Actor.PERSON),
        ({"steps": (StepContent("USER", "IT support or Registration Authority?", "Ask."),)}, Actor.PERSON),
        ({"confidence": "STUB", "steps": (StepContent("USER", snippet="checks"),)}, Actor.NSD),
        ({"confidence": "STUB", "steps": (StepContent("RA", snippet="checks"),)}, Actor.RA),
        ({"confidence": "STUB", "steps": (StepContent("IT", snippet="checks"),)}, Actor.NSD),
        ({"confidence": "STUB", "reader": "RA", "steps": ()}, Actor.RA),
    ],
)
def test_it_follows_from_company_reader_and_steps(facts, who):
    document = make_document(**facts)

    assert derived(document) == who_acts(document) == who


def test_whom_the_author_named_comes_first():
    assert who_acts(make_document(vendor="isosec", acts="OWNER")) == Actor.OWNER
    assert who_acts(make_document(steps=steps("IT"), acts="SOMEBODY")) == Actor.IT


def test_nobody_else_can_be_named():
    (problem,) = make_document(acts="SOMEBODY").problems()

    assert (problem.field, problem.message) == (
        "acts",
        "Use one of person, ra, it, vendor, inviter, local_admin, owner or nsd.",
    )
    assert make_document(acts="").problems() == []


@pytest.mark.usefixtures("shipped")
def test_it_is_right_for_the_shipped_articles():
    """Of those that leave no doubt: an article that is written anew may follow otherwise, and then says so here."""
    found = {article.reference: derived(document_of(article)) for article in Article.objects.with_parts()}
    expected = {reference: who for who, held in SHIPPED.items() for reference in held.split()}

    assert {reference: found[reference] for reference in expected} == expected
