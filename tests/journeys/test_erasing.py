"""An administrator at the keyboard takes a name out of everything, for good; on a phone without JavaScript too."""

import json
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.server import Server
from tests.journeys.staff import ADMINISTRATOR, press, sign_in, write
from tests.journeys.watch import Watch

WHY = "A patient was named"
_PUBLISH = """
import json
from dataclasses import replace
from kb.catalogue.actions import Publication, put_live
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of
from kb.editing.drafts import actions as drafting
from kb.accounts.models import User
document = document_of(Article.objects.live().with_parts().filter(confidence="UNVERIFIED").first())
named = replace(document, title="A card of {words}", slug={slug!r}, reference="", background="Ask {words}.")
article = put_live(named, Publication(by=None))
put_live(replace(named, background="Ask nobody."), Publication(by=None, article=article))
drafting.begin(by=User.objects.get(username="erin.editor"), article=article)
print(json.dumps(article.get_absolute_url()))
"""

type Look = Callable[[Page], None]


def publish(server: Server, words: str, slug: str) -> str:
    said = server.manage("shell", "-v", "0", "-c", _PUBLISH.format(words=words, slug=slug))
    return str(json.loads(said))


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_name_goes_out_of_all_versions_at_the_keyboard(
    staffed: Server, page_at: Callable[..., Page], in_order: Look, watch: Watch
) -> None:
    address = publish(staffed, "Zebrafish Quartz", "a-card-that-was-named")
    page = page_at(1280, base_url=staffed.url)
    sign_in(page, ADMINISTRATOR)
    page.goto("/account/")
    press(page, "Erase words or an image for good")
    heading(page, "Erase words or an image for good")
    in_order(page)

    press(page, "Show where it stands")
    expect(page.get_by_role("alert")).to_contain_text("Enter the words to erase")
    in_order(page)
    write(page, "Words to erase", "zebrafish   QUARTZ")
    write(page, "Why", WHY)
    press(page, "Show where it stands")

    heading(page, "Where it stands")
    expect(page.get_by_role("main")).to_contain_text("Version 1 of KB")
    expect(page.get_by_role("main")).to_contain_text("A saved state of a draft")
    in_order(page)
    press(page, "Erase for good")

    heading(page, "Words: erased for good")
    assert "zebrafish" not in page.content().lower()
    assert "zebrafish" not in page.url.lower()
    in_order(page)
    reader = page_at(375, base_url=staffed.url)
    for shown in (address, f"{address}versions/1/"):
        reader.goto(shown)
        heading(reader, "A card of [removed]")
        assert "zebrafish" not in reader.content().lower()
    in_order(reader)
    page.goto("/edit/audit/")
    expect(page.get_by_role("main")).to_contain_text("erased for good")
    assert "zebrafish" not in page.content().lower()
    watch.forgive(422)  # a form that says what is missing


def test_it_is_done_without_javascript_too(staffed: Server, page_at: Callable[..., Page], watch: Watch) -> None:
    address = publish(staffed, "Walrus Topaz", "a-card-of-somebody")
    page = page_at(375, base_url=staffed.url, java_script_enabled=False)
    page.goto("/sign-in/?next=/erase/")
    page.get_by_label("Username").fill(ADMINISTRATOR)
    page.get_by_label("Password", exact=True).fill("violet ferry 27 anchors")
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.get_by_label("Words to erase").fill("Walrus\nTopaz")
    page.get_by_label("Why").fill(WHY)
    page.get_by_role("button", name="Show where it stands").click()
    page.get_by_role("button", name="Change what is erased").click()
    expect(page.get_by_label("Words to erase")).to_have_value("Walrus\nTopaz")
    page.get_by_role("button", name="Show where it stands").click()
    page.get_by_role("button", name="Erase for good").click()

    heading(page, "Words: erased for good")
    page.goto(address)
    heading(page, "A card of [removed]")
