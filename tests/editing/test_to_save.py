"""From any box of the editor, Save is few stops of the Tab key away. Without a browser: the order of the stops is that
of the page, and parts that are folded count as if they stood open."""

import pytest
from django.urls import reverse

from kb.catalogue.choices import Audience
from kb.catalogue.contents import StepContent
from kb.editing.models import Draft
from tests.browse.page import Element, Page
from tests.editing.pages import address
from tests.make import make_draft

pytestmark = pytest.mark.either

MOST = 12
STOPS = {"a", "button", "input", "select", "summary", "textarea"}


def stops(page: Page) -> list[Element]:
    """A group of radios is one stop."""
    found, groups = [], set()
    for element in page.elements:
        given = element.attributes
        if element.tag not in STOPS or "template" in element.inside or given.get("tabindex") == "-1":
            continue
        if given.get("type") == "hidden" or (element.tag == "a" and "href" not in given):
            continue
        if given.get("type") == "radio":
            if given["name"] in groups:
                continue
            groups.add(given["name"])
        found.append(element)
    return found


def furthest(page: Page) -> tuple[int, str]:
    """How many stops, and from which box. From a link one more: to the button that it leads to."""
    order = stops(page)
    begins = next(at for at, one in enumerate(order) if one.attributes.get("name") == "title")
    ends = next(at for at, one in enumerate(order) if one.attributes.get("id") == "save")
    ways = [at for at, one in enumerate(order) if one.attributes.get("href") == "#save"]
    assert ways
    ways_of = {at: min(ends - at, *(abs(at - way) + 1 for way in ways)) for at in range(begins, ends)}
    at = max(ways_of, key=lambda at: ways_of[at])
    return ways_of[at], str(order[at].attributes)


def test_save_is_near_every_box_of_an_empty_draft(client_of_editor):
    begun = client_of_editor.post(reverse("editing:new"))

    assert furthest(Page.of(client_of_editor.get(begun["Location"]))) <= (MOST, "~")


def test_save_is_near_every_box_of_sixty_steps(client_of_editor, editor):
    steps = tuple(StepContent(audience=list(Audience)[n % 3], title="Wait", body="Wait.") for n in range(60))
    draft = make_draft(by=editor, steps=steps)

    assert furthest(Page.of(client_of_editor.get(address(draft)))) <= (MOST, "~")


@pytest.mark.parametrize("slug", ["smartcard-authentication-failure", "aadsts-account-or-password"])
def test_save_is_near_every_box_of_a_shipped_article(shipped, client_of_editor, slug):
    client_of_editor.post(reverse("editing:new"), {"article": slug})

    assert furthest(Page.of(client_of_editor.get(address(Draft.objects.latest("pk"))))) <= (MOST, "~")
