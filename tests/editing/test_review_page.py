"""The review page: what a reviewer sees, and what can be decided on it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kb.accounts.models import AuditEntry
from kb.catalogue.actions import Publication, put_live
from kb.catalogue.document import StepContent
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of as published_document
from kb.editing.drafts import actions as drafting
from kb.editing.models import Draft
from kb.editing.review import submitting
from kb.lib.forms.times import as_typed
from tests.editing.conftest import handed_in, last
from tests.make import make_article, make_draft, make_service

pytestmark = pytest.mark.either
STEPS = (
    StepContent("USER", title="Take the card out", body="Wait for the light to go out. Put the card back in."),
    StepContent("USER", title="Restart the computer", body="Save your work first."),
)


def address(draft):
    return reverse("editing:review", args=[draft.pk])


@pytest.fixture
def article(db):
    return make_article(title="Card not read", steps=STEPS)


@pytest.fixture
def draft(editor, article):
    """A step moved and one changed: more than a small correction."""
    changed = StepContent(
        "USER", title="Restart the computer", body="Save your work first. Then restart it from the menu."
    )
    return handed_in(by=editor, article=article, steps=(changed, STEPS[0]), title="Card not recognised")


@pytest.fixture
def decide(signed_in, reviewer):
    def post(draft, decision, *, person=None, **typed):
        data = {"decision": decision, "revision": Draft.objects.get(pk=draft.pk).number, **typed}
        return signed_in(person or reviewer).post(address(draft), data)

    return post


def state(draft):
    return Draft.objects.get(pk=draft.pk).state


def said(response):
    return response.content.decode()


# --- What is seen --------------------------------------------------------------------------------------------------


def test_reviewer_sees_what_changed_word_by_word_and_the_page(signed_in, reviewer, draft):
    page = said(signed_in(reviewer).get(address(draft)))

    assert "Card not " in page
    assert '<del class="kb-pieces__removed">' in page
    assert "Moved" in page
    assert "Then restart it from the menu." in page
    assert "The page as readers will see it" in page
    assert "Said more plainly" in page
    assert "Approve and publish now" in page


def test_checks_stand_on_the_page(signed_in, reviewer, editor, article):
    draft = handed_in(by=editor, article=article, steps=(StepContent("", title="Restart", body="Now."),))

    page = said(signed_in(reviewer).get(address(draft)))

    assert "To mend before it is published" in page
    assert "Say whom this step is for" in page


def test_author_sees_the_page_and_can_take_the_draft_back_but_not_decide(signed_in, editor, draft):
    client = signed_in(editor)

    page = said(client.get(address(draft)))

    assert "Approve and publish now" not in page
    assert client.post(address(draft), {"decision": "publish", "revision": 2}).status_code == 404
    assert client.post(reverse("editing:take-back", args=[draft.pk])).status_code == 302
    assert state(draft) == "DRAFT"


def test_own_work_is_refused_with_words(signed_in, reviewer, decide, article):
    draft = handed_in(by=reviewer, article=article, title="Another")

    page = said(signed_in(reviewer).get(address(draft)))
    answer = decide(draft, "publish")

    assert "You wrote part of this." in page
    assert "Approve and publish now" not in page
    assert answer.status_code == 422
    assert "Ask another reviewer to look at it" in said(answer)
    assert state(draft) == "IN_REVIEW"


def test_a_team_of_one_approves_its_own_work_where_that_is_set(signed_in, reviewer, decide, article, settings):
    settings.EDITING_OWN_APPROVAL = True
    draft = handed_in(by=reviewer, article=article, title="Another", steps=STEPS[:1])

    page = said(signed_in(reviewer).get(address(draft)))
    decide(draft, "publish")

    assert "it is recorded that it was your own work" in page
    assert state(draft) == "PUBLISHED"


@pytest.mark.parametrize("who", ["reader", "desk"])
def test_others_find_nothing_here(signed_in, request, draft, who):
    client = signed_in(request.getfixturevalue(who))

    assert client.get(address(draft)).status_code == 404
    assert client.post(address(draft), {"decision": "publish"}).status_code == 404


def test_draft_that_is_not_there_is_not_found(signed_in, reviewer):
    assert signed_in(reviewer).get(reverse("editing:review", args=[9])).status_code == 404


# --- Decisions -----------------------------------------------------------------------------------------------------


def test_approved_draft_is_on_the_public_page(client, decide, draft, article):
    answer = decide(draft, "publish", verified="on", verified_with="Identity Agent 2.4.5")

    assert answer.status_code == 302
    page = said(client.get(Article.objects.get(pk=article.pk).get_absolute_url()))
    assert "Card not recognised" in page
    assert "with Identity Agent 2.4.5" in page
    assert AuditEntry.objects.filter(verb="approved a draft").exists()


def test_approved_for_a_time_waits_for_it(decide, draft):
    at = timezone.now() + timedelta(days=2)
    end = at + timedelta(days=5)

    answer = decide(draft, "schedule", publish_at=as_typed(at), expires_at=as_typed(end))

    assert answer.status_code == 302
    row = Draft.objects.get(pk=draft.pk)
    assert row.state == "SCHEDULED"
    assert abs(row.publish_at - at) < timedelta(minutes=1)
    assert abs(row.expires_at - end) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("decision", "typed", "words"),
    [
        ("schedule", {}, "Enter the day and the time at which it is to be published."),
        ("schedule", {"publish_at": "2020-01-01T09:00"}, "Enter a time that is still to come"),
        ("schedule", {"publish_at": "soon"}, "Enter a day and a time, like 2026-11-25 09:30."),
        ("schedule", {"publish_at": "2090-03-26T01:30"}, "Clocks go forward over this time: after it comes"),
        ("publish", {"publish_at": "2090-01-01T09:00"}, "You gave a time."),
        ("publish", {"expires_at": "2020-01-01T09:00"}, "Enter a time after that of publishing."),
        ("send-back", {"reason": "  ", "comment.title": " "}, "Say what has to be changed, here or beside a change."),
        ("", {}, "Press the button of the decision that you want."),
        ("settle", {}, "saved again since you opened the page"),
        ("correct", {}, "This is more than a small correction"),
    ],
)
def test_what_cannot_be_done_is_said_and_what_was_typed_is_kept(decide, draft, decision, typed, words):
    answer = decide(draft, decision, **{"comment.title": "Too short?", "verified_with": "Agent 7", **typed})

    assert answer.status_code in {409, 422}
    page = said(answer)
    assert words in page
    assert "Too short?" in page or "comment.title" in typed
    assert "Agent 7" in page
    assert state(draft) == "IN_REVIEW"


def test_draft_is_sent_back_with_comments_on_fields(signed_in, editor, decide, draft):
    answer = decide(
        draft,
        "send-back",
        reason="Name the screen.",
        other_field="summary",
        other_text="Say which card.",
        **{"comment.steps.1": "Which menu?", "comment.title": " "},
    )

    assert answer.status_code == 302
    assert state(draft) == "SENT_BACK"
    comments = draft.comments.values_list("field", "text")
    assert sorted(comments) == [("steps.1", "Which menu?"), ("summary", "Say which card.")]
    page = said(signed_in(editor).get(address(draft)))
    assert "Name the screen." in page
    assert "Step 1, for the user (revision 2)" in page


def test_comment_is_marked_as_done(signed_in, editor, decide, draft):
    decide(draft, "send-back", reason="See below.", **{"comment.title": "Which card?"})
    comment = draft.comments.get()

    signed_in(editor).post(reverse("editing:comment-done", args=[draft.pk, comment.pk]))

    comment.refresh_from_db()
    assert comment.resolved_at
    assert signed_in(editor).post(reverse("editing:comment-done", args=[9, comment.pk])).status_code == 404


def test_comments_are_kept_when_it_is_approved(decide, draft):
    decide(draft, "publish", **{"comment.title": "Good."})

    assert state(draft) == "PUBLISHED"
    assert draft.comments.get().text == "Good."


def test_newer_revision_is_told_and_nothing_is_decided(signed_in, editor, reviewer, draft):
    document = replace(last(draft).document, title="Newer")
    data = {"decision": "publish", "revision": 2, "verified_with": "Agent 7", "comment.title": "Hm."}
    drafting.save(draft=draft, document=document, base_revision=2, by=editor)

    answer = signed_in(reviewer).post(address(draft), data)

    assert answer.status_code == 409
    page = said(answer)
    assert "saved again since you opened the page" in page
    assert "Newer" in page
    assert "Agent 7" in page
    assert "Hm." in page
    assert state(draft) == "IN_REVIEW"
    assert not draft.comments.exists()
    assert 'name="revision" value="3"' in page


def test_revision_must_be_said(signed_in, reviewer, draft):
    answer = signed_in(reviewer).post(address(draft), {"decision": "publish"})

    assert answer.status_code == 422
    assert state(draft) == "IN_REVIEW"


def test_small_correction_is_one_click(signed_in, reviewer, editor, decide, article):
    draft = make_draft(by=editor, article=article, summary="The computer does not see the card.")

    page = said(signed_in(reviewer).get(address(draft)))
    decide(draft, "correct")

    assert "Publish the correction" in page
    assert state(draft) == "PUBLISHED"
    assert Article.objects.get(pk=article.pk).summary == "The computer does not see the card."


def test_what_the_checks_forbid_is_not_published(decide, editor, article):
    draft = handed_in(by=editor, article=article, steps=(StepContent("", title="Restart", body="Now."),))

    answer = decide(draft, "publish")

    assert answer.status_code == 422
    assert "whom it is for: Say whom this step is for" in said(answer)
    assert state(draft) == "IN_REVIEW"


def test_what_the_catalogue_refuses_is_said(decide, editor, article):
    draft = handed_in(by=editor, article=article, services=("identity-agent",))

    answer = decide(draft, "publish")

    assert answer.status_code == 422
    assert state(draft) == "IN_REVIEW"
    make_service("identity-agent")
    assert decide(draft, "publish").status_code == 302


def test_article_that_changed_meanwhile_is_told(signed_in, reviewer, decide, other_reviewer, editor, article):
    draft = handed_in(by=editor, article=article, title="Another", steps=STEPS[:1])
    whole = Article.objects.with_parts().get(pk=article.pk)
    put_live(published_document(whole), Publication(by=other_reviewer, article=whole))

    page = said(signed_in(reviewer).get(address(draft)))
    answer = decide(draft, "publish")

    assert "The article has changed since this draft began." in page
    assert answer.status_code == 409
    assert "it is now version 2" in said(answer)


def test_draft_that_was_overtaken_is_published_once_somebody_has_compared_it(signed_in, editor, decide, draft, article):
    put_live(
        replace(published_document(article), summary="Changed by an import."), Publication(by=None, article=article)
    )
    assert decide(draft, "publish").status_code == 409
    client = signed_in(editor)
    assert "The article has changed since this draft began." in said(client.get(address(draft)))
    catch_up = reverse("editing:catch-up", args=[draft.pk])

    assert client.post(catch_up, {"version": "1"}).status_code == 409
    client.post(catch_up, {"version": "2"})

    assert "The article has changed since" not in said(client.get(address(draft)))
    decide(draft, "publish")
    assert Article.objects.get(pk=article.pk).version == 3


# --- Stubs ---------------------------------------------------------------------------------------------------------


def test_reviewer_is_asked_whether_a_stub_is_none_any_more_only_where_its_steps_changed(
    signed_in, reviewer, editor, decide
):
    article = make_article(confidence="STUB", steps=(StepContent("USER", snippet="general-checks"),))
    draft = handed_in(by=editor, article=article, summary="Said better.")
    page = said(signed_in(reviewer).get(address(draft)))
    assert "This is a stub, and stays one" in page
    assert "This is no longer a stub" not in page
    assert "mark it as verified" not in page
    decide(draft, "publish")
    article = Article.objects.get(pk=article.pk)
    assert article.confidence == "STUB"

    draft = handed_in(by=editor, article=article, steps=STEPS, confidence="UNVERIFIED")
    page = said(signed_in(reviewer).get(address(draft)))
    answer = decide(draft, "publish")
    decide(draft, "publish", no_longer_stub="on")

    assert "This is no longer a stub" in page
    assert "mark it as verified" in page
    assert answer.status_code == 422
    assert "say that it is no longer a stub, or send the draft back" in said(answer)
    assert Article.objects.get(pk=article.pk).confidence == "UNVERIFIED"


# --- Urgent --------------------------------------------------------------------------------------------------------


def urgent(draft):
    return reverse("editing:urgent", args=[draft.pk])


def test_editor_publishes_at_once_with_a_reason_and_a_reviewer_settles_it(
    client, signed_in, editor, reviewer, decide, article
):
    draft = make_draft(by=editor, article=article, title="Card not recognised", steps=STEPS[:1])
    own = signed_in(editor)

    page = said(own.get(urgent(draft)))
    refused = own.post(urgent(draft), {"revision": draft.number, "reason": ""})
    done = own.post(urgent(draft), {"revision": draft.number, "reason": "The old step locks cards."})

    assert "Publish this without a review?" in page
    assert refused.status_code == 422
    assert done.status_code == 302
    assert "Nobody here has checked these steps yet." in said(client.get(article.get_absolute_url()))
    waiting = said(signed_in(reviewer).get(address(draft)))
    assert "Published without a review, and not yet reviewed." in waiting
    assert "The old step locks cards." in waiting
    assert decide(draft, "settle", verified="on").status_code == 302
    assert not draft.reviews.unsettled().exists()
    assert Article.objects.get(pk=article.pk).confidence == "VERIFIED"


def test_urgent_publishing_of_an_older_revision_is_told_and_the_reason_kept(signed_in, editor, article):
    draft = make_draft(by=editor, article=article, title="Card not recognised", steps=STEPS[:1])

    answer = signed_in(editor).post(urgent(draft), {"revision": 1, "reason": "It locks cards."})

    assert answer.status_code == 409
    assert "It locks cards." in said(answer)
    assert state(draft) == "DRAFT"


def test_urgent_publishing_can_be_switched_off(signed_in, editor, draft, settings):
    settings.EDITING_URGENT = False

    assert signed_in(editor).get(urgent(draft)).status_code == 404


def test_urgent_fix_that_the_checks_forbid_is_not_published(signed_in, editor, article):
    draft = make_draft(by=editor, article=article, steps=(StepContent("", title="Restart", body="Now."),))

    answer = signed_in(editor).post(urgent(draft), {"revision": draft.number, "reason": "It locks cards."})

    assert answer.status_code == 422
    assert state(draft) == "DRAFT"


# --- Hostile -------------------------------------------------------------------------------------------------------


def test_words_of_a_draft_are_never_markup(signed_in, reviewer, editor, article):
    attack = "<script>alert(1)</script>"
    draft = handed_in(by=editor, article=article, why=attack, title=f"Card {attack}", summary=attack, steps=STEPS[:1])
    submitting.add_comment(draft=draft, revision=last(draft), by=editor, text=attack)

    page = said(signed_in(reviewer).get(address(draft)))

    assert "alert(1)" in page
    assert attack not in page


@pytest.mark.databases
def test_characters_that_no_database_keeps_are_no_error(decide, draft):
    answer = decide(draft, "send-back", reason="What\0?", **{"comment.title": "Hm\0m", "comment.nowhere": "x" * 9000})

    assert answer.status_code in {302, 422}


# --- What a reviewer wrote ------------------------------------------------------------------------------------------

TYPED = {"comment.title": "Too short?", "reason": "Say which card.", "other_field": "summary", "other_text": "Hm."}
WRITTEN = [("", "Say which card."), ("summary", "Hm."), ("title", "Too short?")]


def comments(draft):
    return sorted(draft.comments.values_list("field", "text"))


def test_comments_alone_send_back(decide, draft):
    assert decide(draft, "send-back", **{"comment.steps.1": "Which menu?"}).status_code == 302

    assert state(draft) == "SENT_BACK"
    assert comments(draft) == [("steps.1", "Which menu?")]


def test_all_that_was_written_is_kept_when_it_is_approved(decide, draft):
    decide(draft, "publish", **TYPED)

    assert comments(draft) == WRITTEN


def test_all_that_was_written_is_kept_by_whoever_goes_on_to_change_it_or_takes_it_back(
    signed_in, reviewer, decide, draft
):
    answer = decide(draft, "change", **TYPED)
    assert answer.headers["Location"] == reverse("editing:edit", args=[draft.pk])
    assert comments(draft) == WRITTEN

    draft.comments.all().delete()
    signed_in(reviewer).post(reverse("editing:take-back", args=[draft.pk]), {"revision": draft.number, **TYPED})
    assert comments(draft) == WRITTEN
    assert state(draft) == "DRAFT"


def test_words_stay_in_their_boxes_when_a_comment_is_marked_as_done(signed_in, editor, reviewer, draft):
    comment = submitting.add_comment(draft=draft, revision=last(draft), by=editor, text="Look here.")
    done = reverse("editing:comment-done", args=[draft.pk, comment.pk])

    answer = signed_in(reviewer).post(done, {"revision": draft.number, "verified_with": "Agent 7", **TYPED})

    assert answer.status_code == 200
    page = said(answer)
    assert all(text in page for text in ("Too short?", "Say which card.", "Hm.", "Agent 7"))
    assert "Press the button" not in page
    assert not draft.comments.filter(resolved_at=None).exists()


def test_who_marks_a_comment_beside_a_newer_text_is_told_and_keeps_the_words(signed_in, editor, reviewer, draft):
    comment = submitting.add_comment(draft=draft, revision=last(draft), by=editor, text="Look here.")
    document = replace(last(draft).document, title="Newer")
    drafting.save(draft=draft, document=document, base_revision=2, by=editor)
    done = reverse("editing:comment-done", args=[draft.pk, comment.pk])

    answer = signed_in(reviewer).post(done, {"revision": "2", **TYPED})

    assert answer.status_code == 409
    assert "saved again since you opened the page" in said(answer)
    assert "Say which card." in said(answer)


def test_words_stay_when_the_draft_is_brought_up_to_date(signed_in, reviewer, draft, article):
    put_live(replace(published_document(article), summary="By file."), Publication(by=None, article=article))

    catch_up = reverse("editing:catch-up", args=[draft.pk])
    page = said(signed_in(reviewer).post(catch_up, {"version": "2", "revision": draft.number, **TYPED}))

    assert "is up to date with the published article" in page
    assert "Say which card." in page


# --- The page, and a second review ----------------------------------------------------------------------------------


def test_page_stands_before_what_changed_with_the_steps_of_everybody(signed_in, reviewer, editor, article):
    steps = (*STEPS, StepContent("IT", title="Check the service", body="See that it runs."))
    page = said(signed_in(reviewer).get(address(handed_in(by=editor, article=article, steps=steps))))

    assert page.index('id="page"') < page.index("Check the service") < page.index('id="changes"')
    assert "?for=" not in page


def test_second_review_shows_what_changed_since_the_first_and_what_was_said_beside_it(
    signed_in, reviewer, editor, decide, draft
):
    decide(draft, "send-back", **{"comment.steps.1": "Which menu?", "comment.title": "Too short?"})
    draft.refresh_from_db()
    document = last(draft).document
    # The step that was spoken of is another's neighbour by now.
    again = replace(document.steps[0], body="Save your work first. Then restart it from the Start menu.")
    drafting.save(
        draft=draft, document=replace(document, steps=(document.steps[1], again)), base_revision=draft.number, by=editor
    )
    draft.refresh_from_db()
    submitting.submit(draft=draft, by=editor, why="Said which menu")

    page = signed_in(reviewer).get(address(draft)).context["page"]

    assert page.since.startswith("The reviewer sent it back on ")
    [step] = [group for group in page.since_groups if group.said]
    assert (step.field, step.said) == ("steps.2", ("The reviewer: Which menu?",))
    assert "title" not in {group.field for group in page.since_groups}
    # Everything that differs stands below, and no part has two boxes.
    assert [group.said for group in page.groups if group.field == "title"] == [("The reviewer: Too short?",)]
    boxes = [group.field for group in (*page.since_groups, *page.groups) if group.field]
    assert len(boxes) == len(set(boxes))


def test_first_review_has_no_list_of_its_own(signed_in, reviewer, draft):
    page = signed_in(reviewer).get(address(draft)).context["page"]

    assert (page.since, page.since_groups) == ("", ())


# --- Where one reads -----------------------------------------------------------------------------------------------


@pytest.fixture
def long_draft(editor, db):
    """Steps for two, of which one changed; the first is not the user's."""
    article = make_article(title="Card not read", steps=(StepContent("IT", "Look at the log", "It tells."), *STEPS))
    changed = replace(published_document(article).steps[2], body="Save nothing.")
    return handed_in(by=editor, article=article, steps=(*published_document(article).steps[:2], changed))


def test_each_step_of_the_page_has_a_box_beside_it(signed_in, reviewer, long_draft):
    page = said(signed_in(reviewer).get(address(long_draft)))

    for number, (title, label) in enumerate(
        [
            ("Look at the log", "Step 1, for IT support"),
            ("Take the card out", "Step 1, for the user"),
            ("Restart the computer", "Step 2, for the user"),
        ],
        1,
    ):
        step = page[page.index(f'<h3 class="kb-step__title">{title}</h3>') :].split("</li>")[0]
        assert f'name="page.steps.{number}" form="decision"' in step
        assert label in step
    assert page.count('name="comment.steps.3"') == 1


def test_nobody_else_and_no_public_page_has_such_a_box(client, signed_in, editor, decide, long_draft):
    assert "page.steps." not in said(signed_in(editor).get(address(long_draft)))
    decide(long_draft, "publish")
    assert "page.steps." not in said(client.get(long_draft.article.get_absolute_url()))


def test_comment_in_the_page_alone_sends_back_and_is_told(signed_in, editor, decide, long_draft):
    decide(long_draft, "send-back", **{"page.steps.1": "Which log?"})

    (comment,) = long_draft.comments.all()
    assert (state(long_draft), comment.field, comment.text) == ("SENT_BACK", "steps.1", "Which log?")
    assert "Which log?" in said(signed_in(editor).get(reverse("editing:edit", args=[long_draft.pk])))
    assert "Step 1, for IT support: Which log?" in said(signed_in(editor).get("/edit/"))


def test_both_boxes_of_a_step_that_changed_are_kept(decide, long_draft):
    decide(long_draft, "send-back", **{"page.steps.3": "In the page.", "comment.steps.3": "Beside the change."})

    found = sorted(long_draft.comments.values_list("field", "text"))
    assert found == [("steps.3", "Beside the change."), ("steps.3", "In the page.")]


def test_second_review_shows_in_the_page_what_was_said_of_a_step(signed_in, reviewer, editor, decide, long_draft):
    decide(long_draft, "send-back", **{"page.steps.1": "Which log?"})
    submitting.submit(draft=Draft.objects.get(pk=long_draft.pk), by=editor, why="Said")

    page = said(signed_in(reviewer).get(address(long_draft)))
    step = page[page.index('<h3 class="kb-step__title">Look at the log</h3>') :].split("</li>")[0]
    assert "The reviewer: Which log?" in step


WORDS = "Every word of mine"
IN_EVERY_BOX = {
    "page.steps.1": f"{WORDS} 1",
    "comment.steps.3": f"{WORDS} 2",
    "reason": f"{WORDS} 3",
    "other_text": f"{WORDS} 4",
}


def kept(draft) -> set[str]:
    reasons = draft.reviews.values_list("reason", flat=True)
    return {text for text in (*draft.comments.values_list("text", flat=True), *reasons) if text.startswith(WORDS)}


@pytest.mark.parametrize("decision", ["publish", "schedule", "send-back", "change"])
def test_words_of_a_reviewer_survive_every_decision(decide, long_draft, decision):
    times = {"publish_at": as_typed(timezone.now() + timedelta(days=2))} if decision == "schedule" else {}
    answer = decide(long_draft, decision, **IN_EVERY_BOX, **times)

    assert answer.status_code == 302
    assert kept(long_draft) == set(IN_EVERY_BOX.values())


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("review", {"decision": "schedule"}),  # without a time
        ("review", {"decision": "mend"}),
        ("review", {"decision": "publish", "revision": "1"}),  # of a text that was saved again
        ("review", {"decision": ""}),
        ("take-back", {"revision": "1"}),
        ("catch-up", {"version": "9"}),
        ("comment-done", {}),
    ],
)
def test_words_of_a_reviewer_stand_in_their_boxes_after_every_other_button(
    signed_in, reviewer, long_draft, path, typed
):
    comment = submitting.add_comment(draft=long_draft, revision=last(long_draft), by=reviewer, text="Before.")
    keys = [long_draft.pk, comment.pk] if path == "comment-done" else [long_draft.pk]
    sent = {"revision": str(last(long_draft).number), **IN_EVERY_BOX, **typed}

    answer = signed_in(reviewer).post(reverse(f"editing:{path}", args=keys), sent)

    if answer.status_code == 302:
        assert kept(long_draft) == set(IN_EVERY_BOX.values())
    else:
        page = said(answer)
        assert all(words in page for words in IN_EVERY_BOX.values()), path


def test_sign_in_that_ended_keeps_every_box(client, long_draft):
    answer = client.post(address(long_draft), {"decision": "send-back", "revision": "2", **IN_EVERY_BOX})

    assert answer.status_code == 403
    for box, words in IN_EVERY_BOX.items():
        assert f'<textarea name="{box}" hidden>\n{words}</textarea>' in said(answer)
