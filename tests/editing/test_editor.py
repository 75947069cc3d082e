"""The editor: everything typed is kept, whatever happens; only editors come in; what is not ready is said."""

import re
from dataclasses import replace
from datetime import date
from time import process_time

import pytest
from django.test import Client
from django.urls import reverse

from kb.catalogue.contents import StepContent
from kb.editing.drafts import actions as drafting
from kb.editing.editor import autosave
from kb.editing.models import Draft, UnsavedText
from kb.lib.left_out import LEFT_OUT, LeftOut
from tests.editing.pages import EXTRA, address, form_of, text_of, words
from tests.make import make_article, make_draft, make_report, make_service

pytestmark = pytest.mark.either

# --- Beginning -----------------------------------------------------------------------------------------------------


def test_looking_at_the_first_page_begins_nothing(client_of_editor):
    client_of_editor.get(reverse("editing:new"))

    assert not Draft.objects.exists()


def test_draft_begins_from_nothing_and_says_nothing_of_what_is_missing(client_of_editor):
    begun = client_of_editor.post(reverse("editing:new"))

    page = client_of_editor.get(begun["Location"])
    assert begun.status_code == 303
    assert "kb-edit--fresh" in page.content.decode()


@pytest.mark.parametrize("way", ["article", "copy"])
def test_draft_begins_from_an_article(client_of_editor, way):
    article = make_article(title="Card is locked")

    shown = client_of_editor.get(reverse("editing:new"), {way: article.slug})
    client_of_editor.post(reverse("editing:new"), {way: article.slug})

    assert "Card is locked" in words(shown)
    assert Draft.objects.get().article == (article if way == "article" else None)
    assert text_of(Draft.objects.get()).title == "Card is locked"


def test_draft_begins_from_a_code(client_of_editor):
    client_of_editor.post(reverse("editing:new"), {"code": "ERR5023"})

    assert text_of(Draft.objects.get()).codes == ("ERR5023",)


def test_code_that_an_article_answers_leads_to_that_article_first(client_of_editor):
    article = make_article(title="Card is locked", codes=("ERR5023",))

    shown = client_of_editor.get(reverse("editing:new"), {"code": "err 5023"})
    other = client_of_editor.get(reverse("editing:new"), {"code": "ERR5024"})

    assert reverse("editing:article", args=[article.label]) in shown.content.decode()
    assert reverse("editing:article", args=[article.label]) not in other.content.decode()
    assert not Draft.objects.exists()


def test_report_is_shown_to_nobody_but_the_desk(client_of_editor):
    report = make_report(text="The light is red.")

    assert client_of_editor.post(reverse("editing:new"), {"report": report.reference}).status_code == 404
    assert not Draft.objects.exists()


def test_what_is_not_there_begins_nothing(client_of_editor):
    assert client_of_editor.get(reverse("editing:new"), {"article": "nowhere"}).status_code == 404


# --- Who comes in --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["edit", "preview", "discard"])
def test_nobody_but_editors_comes_in(draft, desk, signed_in, name):
    assert signed_in(desk).get(address(draft, name)).status_code == 404
    assert Client().get(address(draft, name)).status_code == 302


def test_page_is_kept_by_no_cache(client_of_editor, draft):
    assert "no-store" in client_of_editor.get(address(draft))["Cache-Control"]


# --- Saving --------------------------------------------------------------------------------------------------------


def test_saving_keeps_every_box(client_of_editor, draft):
    make_service("identity-agent")
    rows = {"causes.1.text": "Dust", "questions.1.text": "Which\ncard?"}
    sent = form_of(draft, title="Card is not read", services=["identity-agent"], **rows, **EXTRA)

    client_of_editor.post(address(draft), sent)

    saved = text_of(draft)
    assert (saved.title, saved.services) == ("Card is not read", ("identity-agent",))
    assert (saved.causes, saved.questions) == (("Dust",), ("Which card?",))
    assert "Draft saved" in words(client_of_editor.get(address(draft)))


def test_step_that_is_for_no_code_of_its_own_is_no_mistake(client_of_editor, editor):
    draft = make_draft(by=editor, article=make_article(codes=("ERR5022",)))
    page = client_of_editor.get(address(draft))
    saved = client_of_editor.post(address(draft), form_of(draft, **EXTRA), follow=True)

    assert [b"For these codes only" in answer.content for answer in (page, saved)] == [True, True]
    assert [b"nhsuk-error-message" in answer.content for answer in (page, saved)] == [False, False]


def test_applications_keep_the_order_that_they_had(client_of_editor, editor):
    """A browser sends ticked boxes in the order of the page."""
    article = make_article(services=("c-service", "a-service"))
    draft = make_draft(by=editor, article=article)
    make_service("b-service")

    for at in ("edit", "autosave"):
        sent = form_of(draft, title=f"Typed into {at}", services=["a-service", "b-service", "c-service"], **EXTRA)
        client_of_editor.post(address(draft, at), sent)
        draft.refresh_from_db()

        assert text_of(draft).services == ("c-service", "a-service", "b-service")


@pytest.mark.parametrize("left_out", LeftOut)
def test_autosave_of_a_text_that_did_not_come_whole_says_why_in_words(client_of_editor, draft, left_out):
    """And not with a page for people, which the script would take for a network that is away."""
    told = {"title": "Half of", LEFT_OUT: left_out}
    answer = client_of_editor.post(address(draft, "autosave"), **told)

    assert answer.status_code == left_out.status
    assert answer.json() == {"problem": autosave.LEFT_OUT[left_out]}
    assert ("2.5 MB" in answer.json()["problem"]) is (left_out is LeftOut.TOO_LARGE)
    assert Client().post(address(draft, "autosave"), **told).status_code == 401
    draft.refresh_from_db()
    assert draft.title != "Half of"


def test_empty_row_stays_and_what_is_wrong_is_said_at_the_row_it_is_about(client_of_editor, draft):
    rows = {"causes.1.text": "", "causes.2.text": "See [this](/articles/nowhere/)."}

    page = client_of_editor.post(address(draft), form_of(draft, **rows, press="down steps 1")).content.decode()

    assert 'name="causes.1.text"' in page
    assert re.search(r'name="causes\.2\.text"[^>]*aria-describedby="[^"]*-notes"', page)
    assert not re.search(r'name="causes\.1\.text"[^>]*aria-describedby="[^"]*-notes"', page)


def test_address_comes_from_the_title_where_none_is_given(client_of_editor, draft):
    client_of_editor.post(address(draft), form_of(draft, title="Card isn’t read", slug="", **EXTRA))

    assert text_of(draft).slug == "card-isnt-read"


def test_what_is_not_there_any_more_stays_chosen(client_of_editor, draft):
    page = client_of_editor.post(address(draft), form_of(draft, category="gone", press="add causes"))

    assert '<option value="gone" selected>gone (not known here)</option>' in page.content.decode()


def test_button_adds_a_row_and_saves_nothing(client_of_editor, draft):
    page = client_of_editor.post(address(draft), form_of(draft, title="Typed", press="add steps RA"))

    assert 'name="steps.2.title"' in page.content.decode()
    assert "Typed" in page.content.decode()
    assert "autofocus" in page.content.decode()
    assert text_of(draft).title == "Card not read"


def test_day_that_cannot_be_read_is_said_beside_its_box_and_takes_none_away(client_of_editor, draft):
    def save(day: str):
        draft.refresh_from_db()
        return client_of_editor.post(address(draft), form_of(draft, review_due=day), follow=True)

    save("27th March 2090")
    answer = save("next spring")

    assert answer.status_code == 422
    assert "Enter a day, such as 27 March 2027." in words(answer)
    assert 'value="next spring"' in answer.content.decode()
    assert text_of(draft).review_due == date(2090, 3, 27)
    assert "0 things to mend" not in words(answer)
    assert "1 January 2020 is past" in words(save("1/1/20"))


# --- Two at once ---------------------------------------------------------------------------------------------------


def test_second_of_two_gets_both_texts_and_merges_them(client_of_editor, draft, reviewer):
    sent = form_of(draft, title="Mine", **{"causes.1.text": "My cause"}, **EXTRA)
    theirs = drafting.latest(draft).document
    drafting.save(
        draft=draft, document=type(theirs)(**{**vars(theirs), "title": "Theirs"}), base_revision=1, by=reviewer
    )

    refused = client_of_editor.post(address(draft), sent)
    page = client_of_editor.get(refused["Location"])
    waiting = client_of_editor.get(address(draft))
    chosen = {"base_revision": 2, "title": "mine", "causes": "mine"}
    client_of_editor.post(refused["Location"], chosen)

    assert {"Mine", "Theirs", "My cause"} <= set(re.findall(r"Mine|Theirs|My cause", words(page)))
    assert "is not in this draft yet" in words(waiting)
    assert (text_of(draft).title, text_of(draft).causes) == ("Mine", ("My cause",))
    assert not UnsavedText.objects.waiting().exists()


def test_both_changed_the_same_line_and_nobody_chooses_for_them(client_of_editor, draft, reviewer):
    sent = form_of(draft, title="Mine", **EXTRA)
    theirs = text_of(draft)
    drafting.save(
        draft=draft, document=type(theirs)(**{**vars(theirs), "title": "Theirs"}), base_revision=1, by=reviewer
    )
    conflict = client_of_editor.post(address(draft), sent)["Location"]

    assert client_of_editor.post(conflict, {"base_revision": 2}).status_code == 422
    assert text_of(draft).title == "Theirs"


def test_nobody_else_sees_a_text_that_was_put_aside(client_of_editor, draft, editor, reviewer, signed_in):
    unsaved_text = drafting.keep_unsaved_text(draft=draft, document=text_of(draft), base_revision=1, by=editor)

    address_of_it = reverse("editing:conflict", args=[draft.pk, unsaved_text.pk])

    assert signed_in(reviewer).get(address_of_it).status_code == 404


# --- The script ----------------------------------------------------------------------------------------------------


def test_autosave_saves_and_says_when(client_of_editor, draft):
    said = client_of_editor.post(address(draft, "autosave"), form_of(draft, title="Typed")).json()

    assert said["base_revision"] == 2
    assert said["saved"].startswith("Draft saved ")
    assert drafting.latest(draft).is_autosave


def test_autosave_says_what_is_to_mend_beside_the_row_that_has_it(client_of_editor, draft):
    rows = {
        "symptoms.1.kind": "SIGN",
        "symptoms.1.text": "",
        "symptoms.2.kind": "SIGN",
        "symptoms.2.text": "See ERR9999",
    }

    checked = client_of_editor.post(address(draft, "autosave"), form_of(draft, check="1", **rows)).json()["checked"]

    beside = dict(re.findall(r'data-notes="([^"]*)">(.*?)</div>', checked, re.DOTALL))
    assert "ERR9999" in beside["id_symptoms.2.text"]
    assert "id_symptoms.1.text" not in beside
    assert 'data-notes="section-heading"' in checked


def test_sixty_long_steps_are_saved_within_a_third_of_a_second(client_of_editor, editor):
    body = ("Take the card out and wait until the light goes off. " * 20)[:900]
    draft = make_draft(by=editor, steps=tuple(StepContent(audience="USER", title="Wait", body=body) for _ in range(60)))
    sent, taken = form_of(draft, page="one"), []

    for turn in range(3):
        before = process_time()  # of this process alone, whatever else the machine does
        saved = client_of_editor.post(address(draft, "autosave"), {**sent, "turn": turn, "title": f"Title {turn}"})
        taken.append(process_time() - before)
        assert saved.status_code == 200

    assert min(taken) < 0.3


def test_asking_what_is_to_mend_saves_nothing(client_of_editor, draft):
    said = client_of_editor.post(address(draft, "autosave"), form_of(draft, title="", check="1")).json()

    assert said["to_mend"]
    assert drafting.latest(draft).number == 1


def test_step_is_moved_anywhere_in_one_act(client_of_editor, editor):
    steps = tuple(StepContent(audience="USER", title=title) for title in ("One", "Two", "Three", "Four"))
    draft = make_draft(by=editor, steps=steps)

    page = client_of_editor.post(address(draft), form_of(draft, press="move steps 4", **{"steps.4.to": "1"}))

    titles = re.findall(r'name="steps\.\d+\.title" value="(\w+)"', page.content.decode())
    assert titles[:4] == ["Four", "One", "Two", "Three"]


def test_save_by_hand_in_place_is_kept_for_ever_and_says_when(client_of_editor, draft):
    said = client_of_editor.post(address(draft, "autosave"), form_of(draft, title="Typed", by_hand="1")).json()

    assert re.fullmatch(r"\d{1,2}:\d\d[ap]m", said["at"])
    assert not said["is_refused"]
    assert not drafting.latest(draft).is_autosave


def test_save_by_hand_says_that_something_was_refused(client_of_editor, draft):
    sent = form_of(draft, review_due="the day after", by_hand="1")

    assert client_of_editor.post(address(draft, "autosave"), sent).json()["is_refused"]


def test_page_that_lost_an_answer_saves_on(client_of_editor, draft):
    page = re.search(r'name="page" value="(\w+)"', client_of_editor.get(address(draft)).content.decode())[1]
    sent = form_of(draft, page=page)
    client_of_editor.post(address(draft, "autosave"), {**sent, "turn": "1", "title": "First"})

    again = client_of_editor.post(address(draft), {**sent, "turn": "2", "title": "First and second", **EXTRA})

    assert again["Location"] == address(draft)
    assert text_of(draft).title == "First and second"


def test_two_windows_of_one_person_say_that_it_was_they(client_of_editor, draft):
    sent = form_of(draft)
    client_of_editor.post(address(draft), {**sent, "page": "one", "title": "First", **EXTRA})

    said = client_of_editor.post(address(draft, "autosave"), {**sent, "page": "two", "title": "Second"}).json()

    assert said["problem"].startswith("You yourself saved this draft while you wrote here.")
    assert "You yourself saved this draft while you wrote here" in words(client_of_editor.get(said["address"]))


def test_autosave_on_an_old_text_leads_to_both(client_of_editor, draft, reviewer):
    sent = form_of(draft, title="Mine")
    theirs = text_of(draft)
    drafting.save(
        draft=draft, document=type(theirs)(**{**vars(theirs), "title": "Theirs"}), base_revision=1, by=reviewer
    )

    answer = client_of_editor.post(address(draft, "autosave"), sent)

    assert answer.status_code == 409
    assert client_of_editor.get(answer.json()["address"]).status_code == 200


def test_page_that_stays_open_says_who_else_is_here(client_of_editor, draft, reviewer, signed_in):
    signed_in(reviewer).post(address(draft, "autosave"), {"still": "1"})

    said = client_of_editor.post(address(draft, "autosave"), {"still": "1"}).json()

    assert said == {"others": ["The reviewer"]}
    assert draft.revisions.count() == 1


def test_script_is_told_that_nobody_is_signed_in(draft):
    assert Client().post(address(draft, "autosave"), {"still": "1"}).status_code == 401
    assert Client().post(reverse("editing:markdown"), {"content": "x"}).status_code == 401


def test_text_is_shown_as_the_page_shows_it(client_of_editor):
    shown = client_of_editor.post(reverse("editing:markdown"), {"content": "**Stop** <script>alert(1)</script>"})

    assert "<strong>Stop</strong>" in shown.content.decode()
    assert "<script" not in shown.content.decode()


def test_preview_of_a_link_to_a_setting_is_what_this_site_shows(client_of_editor, settings):
    text = {"content": '[Open the page](setting:unlock "Ask IT support").'}
    looks = []
    for place in ("https://unlock.example.org/", ""):
        settings.NAMED_ADDRESSES = {"unlock": place}
        looks.append(client_of_editor.post(reverse("editing:markdown"), text).content.decode())

    assert looks == [
        '<p><a href="https://unlock.example.org/">Open the page</a>.</p>\n',
        "<p>Ask IT support.</p>\n",
    ]


# --- Preview and discarding ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("audience", "shown"), [("user", "Take the card out"), ("it", "We have no steps")])
def test_preview_is_the_page(client_of_editor, draft, audience, shown):
    page = client_of_editor.get(address(draft, "preview"), {"for": audience})

    assert shown in words(page)
    assert "Nobody outside the editors can read this page." in words(page)


def test_only_the_preview_beside_the_editor_may_stand_in_a_frame_and_only_in_ours(client_of_editor, draft):
    pages = {name: client_of_editor.get(address(draft, name)) for name in ("edit", "preview", "preview-frame")}

    assert {name: page["X-Frame-Options"] for name, page in pages.items()} == {
        "edit": "DENY",
        "preview": "DENY",
        "preview-frame": "SAMEORIGIN",
    }
    policies = {name: page["Content-Security-Policy"] for name, page in pages.items()}
    assert [name for name, policy in policies.items() if "frame-ancestors 'none'" not in policy] == ["preview-frame"]
    assert "frame-ancestors 'self'" in policies["preview-frame"]
    assert [name for name, policy in policies.items() if "frame-src 'self'" in policy] == ["edit"]
    assert address(draft, "preview-frame") in pages["edit"].content.decode()


def test_page_in_the_frame_says_the_article_and_nothing_of_the_site(client_of_editor, draft):
    page = client_of_editor.get(address(draft, "preview-frame"), {"for": "it"})

    assert "We have no steps" in words(page)
    assert "<header" not in page.content.decode()
    assert f'href="{address(draft, "preview-frame")}?for=ra"' in page.content.decode()


def test_discarded_draft_is_kept_and_closed(client_of_editor, draft):
    client_of_editor.post(address(draft, "discard"))

    draft.refresh_from_db()
    assert draft.state == Draft.State.DISCARDED
    assert "was discarded" in words(client_of_editor.get(address(draft)))


def test_number_of_queries_does_not_grow_with_the_text(client_of_editor, editor, django_assert_num_queries):
    one, two = make_draft(by=editor), make_draft(by=editor)
    for draft, times in ((one, 2), (two, 20)):
        text = text_of(draft)
        drafting.save(draft=draft, document=replace(text, steps=text.steps * times), base_revision=1, by=editor)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as first:
        client_of_editor.get(address(one))
    with django_assert_num_queries(len(first)):
        client_of_editor.get(address(two))


# --- What keeps it from being done leads to its box ----------------------------------------------------------------


def led_to(page) -> dict[str, str]:
    """What the summary above the page says, by the box that it leads to. Each box is there."""
    html = page.content.decode()
    summary = re.search(r'<ul class="nhsuk-list nhsuk-error-summary__list">(.*?)</ul>', html, re.DOTALL)[1]
    found = dict(re.findall(r'<a href="#([^"]+)">(.*?)</a>', summary))
    assert len(found) == summary.count("<li>")
    assert all(f'id="{box}"' in html for box in found)
    return found


def test_change_that_does_not_say_what_it_changes_is_led_to_that_box_with_all_else_to_mend(client_of_editor, editor):
    draft = make_draft(by=editor, article=make_article(title="Card is locked"))

    page = client_of_editor.post(address(draft), form_of(draft, then="submit", why=""))
    assert page.status_code == 422
    assert led_to(page) == {"id_why": "What you changed: Say in a few words what you changed."}
    assert "To mend: Say in a few words what you changed." in words(page)

    page = client_of_editor.post(address(draft), form_of(draft, then="submit", why="", title=""))
    assert list(led_to(page)) == ["id_why", "id_title"]
    draft.refresh_from_db()
    assert draft.state == "DRAFT"


def test_what_was_not_taken_is_led_to_its_box(client_of_editor, draft):
    rows = {"sources.1.name": "NHS England", "sources.1.dated": "31/2/2027"}
    sent = form_of(draft, why="w" * 301, review_due="soon", **{"codes.new": "?!", "why_was": ""}, **rows)

    page = client_of_editor.post(address(draft), sent)

    found = led_to(page)
    assert page.status_code == 422
    assert found["id_why"].startswith("What you changed: Shorten what you changed to 300 characters")
    assert found["id_review_due"] == "Review date: Enter a day, such as 27 March 2027."
    assert found["id_sources.1.dated"] == "Source 1: date: Enter a day, such as 27 March 2027."
    assert found["id_codes.new"] == "?!"
