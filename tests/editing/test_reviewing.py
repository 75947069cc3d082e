"""Handing in, deciding, correcting, urgent fixes: who may, on what, and what it says of the article."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kb.accounts.models import AuditEntry
from kb.accounts.roles import Role
from kb.catalogue.actions import NotPublishable, Publication, Verification, put_live, withdraw
from kb.catalogue.document import StepContent
from kb.catalogue.models import Article, Version
from kb.editing import refusals
from kb.editing.drafts import actions as drafting
from kb.editing.drafts import beginning
from kb.editing.models import Comment, Draft
from kb.editing.models import Review as Decision
from kb.editing.review import approving, submitting, urgent
from kb.editing.review.confidence import confidence_of, lifts_stub
from kb.editing.review.scheduling import publish_due
from kb.outbox.models import Delivery
from tests.editing.conftest import NOON, handed_in, last
from tests.make import make_article, make_document, make_draft, make_report

VERIFIED_ON = date(2026, 11, 20)


def approved(draft, by, **how) -> Article:
    done = approving.approve(draft=draft, revision=last(draft), by=by, now=NOON, **how)
    assert done.article
    return done.article


def verified(reviewer, **facts) -> Article:
    article = make_article(**facts)
    document = make_document(slug=article.slug, confidence="VERIFIED", **facts)
    review = Verification(by=reviewer, on=VERIFIED_ON, verified_with="Identity Agent 2.4")
    return put_live(document, Publication(by=reviewer, article=article, review=review))


def test_new_article_is_published_by_two_people(editor, reviewer):
    draft = handed_in(by=editor, title="Card is not read")
    article = approved(draft, reviewer)

    assert (article.title, article.confidence, article.version) == ("Card is not read", "UNVERIFIED", 1)
    assert (article.reviewed_by, article.reviewed_on, article.published_at) == (reviewer, NOON.date(), NOON)
    draft.refresh_from_db()
    assert (draft.state, draft.article, draft.became) == ("PUBLISHED", article, 1)
    version = Version.objects.get(article=article)
    assert (version.by, version.why) == (reviewer, "Said more plainly")


def test_change_is_the_next_version(editor, reviewer):
    article = make_article()
    live = approved(handed_in(by=editor, article=article, title="Said better"), reviewer)

    assert (live.pk, live.title, live.version) == (article.pk, "Said better", 2)


def test_verified_says_by_whom_when_and_with_what(editor, reviewer):
    article = approved(handed_in(by=editor), reviewer, verified_with="Identity Agent 2.4")

    assert (article.confidence, article.verified_with) == ("VERIFIED", "Identity Agent 2.4")
    assert (article.reviewed_by, article.reviewed_on) == (reviewer, NOON.date())


def test_reviewer_may_say_verified_without_a_version(editor, reviewer):
    assert approved(handed_in(by=editor), reviewer, is_verified=True).confidence == "VERIFIED"


def test_author_cannot_call_it_verified(editor, reviewer):
    assert approved(handed_in(by=editor, confidence="VERIFIED"), reviewer).confidence == "UNVERIFIED"


def test_changed_article_is_verified_anew_or_not_at_all(editor, reviewer):
    article = approved(handed_in(by=editor, article=verified(reviewer), title="Said better"), reviewer)

    assert (article.confidence, article.verified_with) == ("UNVERIFIED", "")


def test_author_cannot_approve_their_own_revision(reviewer):
    draft = handed_in(by=reviewer)

    with pytest.raises(refusals.OwnWork, match="Ask another reviewer"):
        approved(draft, reviewer)
    draft.refresh_from_db()
    assert (draft.state, Article.objects.count()) == ("IN_REVIEW", 0)


def test_reviewer_who_changed_a_word_is_an_author(editor, reviewer, other_reviewer):
    draft = make_draft(by=editor)
    document = make_document(title="A word of the reviewer's")
    drafting.save(draft=draft, document=document, base_revision=1, by=reviewer, is_autosave=True)
    submitting.submit(draft=draft, by=editor, why="")

    with pytest.raises(refusals.OwnWork):
        approved(draft, reviewer)
    approved(draft, other_reviewer)


def test_reviewer_who_only_began_the_draft_is_no_author(editor, reviewer):
    draft = drafting.begin(by=reviewer, article=make_article())
    drafting.save(draft=draft, document=make_document(), base_revision=1, by=editor)
    submitting.submit(draft=draft, by=editor, why="Said more plainly")

    assert approved(draft, reviewer).version == 2


def test_team_of_one_approves_its_own_by_a_setting_and_it_is_recorded(reviewer, settings):
    settings.EDITING_OWN_APPROVAL = True
    draft = handed_in(by=reviewer)
    approved(draft, reviewer)

    assert Decision.objects.get(draft=draft).is_own_work
    assert AuditEntry.objects.get(verb="approved a draft").detail["own work"] is True


def test_decision_on_a_revision_that_is_no_longer_the_latest_is_none(editor, reviewer):
    draft = handed_in(by=editor)
    seen = last(draft)
    drafting.save(draft=draft, document=make_document(), base_revision=1, by=editor)

    with pytest.raises(refusals.Moved):
        approving.approve(draft=draft, revision=seen, by=reviewer)
    with pytest.raises(refusals.Moved):
        submitting.send_back(draft=draft, revision=seen, by=reviewer, reason="No")


def test_only_what_was_handed_in_is_decided_on(editor, reviewer):
    draft = make_draft(by=editor)

    with pytest.raises(refusals.NotInReview):
        approved(draft, reviewer)
    approved(submitting.submit(draft=draft, by=editor, why=""), reviewer)
    with pytest.raises(refusals.NotOpen):
        approved(draft, reviewer)


def test_editor_decides_nothing(editor, other_editor):
    draft = handed_in(by=editor)

    with pytest.raises(refusals.NotAllowed, match="review and publish articles"):
        approved(draft, other_editor)
    with pytest.raises(refusals.NotAllowed):
        submitting.send_back(draft=draft, revision=last(draft), by=other_editor, reason="No")


def test_change_of_an_article_says_what_changed(editor):
    draft = make_draft(by=editor, article=make_article(), title="Said better")
    with pytest.raises(refusals.NotPossible, match="what you changed"):
        submitting.submit(draft=draft, by=editor, why=" ")


def test_draft_is_sent_back_with_comments_on_fields(editor, reviewer):
    draft = handed_in(by=editor)
    comments = [("title", "Say what they see."), ("steps.1.body", "Which button?"), ("summary", " ")]
    submitting.send_back(draft=draft, revision=last(draft), by=reviewer, reason="Nearly", comments=comments)

    draft.refresh_from_db()
    assert draft.state == "SENT_BACK"
    assert [(row.field, row.text) for row in Comment.objects.order_by("pk")] == comments[:2]
    assert Decision.objects.get().reason == "Nearly"
    assert submitting.submit(draft=draft, by=editor, why="").state == "IN_REVIEW"
    assert submitting.resolve_comment(comment=Comment.objects.first(), by=editor).resolved_at


def test_author_takes_a_draft_back(editor, other_editor):
    draft = handed_in(by=editor)
    with pytest.raises(refusals.NotAllowed):
        submitting.withdraw_from_review(draft=draft, by=other_editor)

    assert submitting.withdraw_from_review(draft=draft, by=editor).state == "DRAFT"


def test_document_with_problems_is_not_published_and_stays_in_review(editor, reviewer):
    draft = handed_in(by=editor, codes=("ERR5022",))

    with pytest.raises(NotPublishable, match="no error code 'ERR5022'"):
        approved(draft, reviewer)
    draft.refresh_from_db()
    assert (draft.state, Decision.objects.count()) == ("IN_REVIEW", 0)


def test_what_the_checks_call_an_error_is_not_published_whoever_approves_it(editor, reviewer):
    draft = handed_in(by=editor, background="Seen by patient Jo Bloggs, NHS number 943 476 5919.")

    with pytest.raises(NotPublishable, match="background"):
        approved(draft, reviewer)
    with pytest.raises(NotPublishable):
        urgent.publish_urgently(draft=draft, revision=last(draft), by=editor, reason="It locks cards")
    assert not Article.objects.exists()


def test_draft_never_undoes_what_was_published_meanwhile(editor, reviewer):
    article = make_article()
    draft = handed_in(by=editor, article=article, title="Said better")
    withdraw(article=article, by=None, why="Wrong")

    with pytest.raises(refusals.Overtaken, match="now version 2"):
        approved(draft, reviewer)
    drafting.catch_up(draft=draft, version=2, by=editor)
    assert approved(draft, reviewer).version == 3


def test_small_correction_is_one_click_and_what_was_verified_stays_so(editor, reviewer, other_reviewer):
    draft = make_draft(by=editor, article=verified(reviewer), summary="The computer does not see the card.")
    approving.correct(draft=draft, revision=last(draft), by=other_reviewer)

    article = Article.objects.get()
    assert (article.summary, article.version) == ("The computer does not see the card.", 3)
    assert (article.confidence, article.reviewed_by, article.verified_with) == (
        "VERIFIED",
        reviewer,
        "Identity Agent 2.4",
    )
    assert Version.objects.get(number=3).why == "Small correction"


def test_more_than_a_small_correction_needs_a_full_review(editor, reviewer):
    draft = make_draft(by=editor, article=make_article(), title="Other", summary="Also other.")
    with pytest.raises(refusals.NotPossible, match="needs a full review"):
        approving.correct(draft=draft, revision=last(draft), by=reviewer)

    new = make_draft(by=editor)
    with pytest.raises(refusals.NotPossible):
        approving.correct(draft=new, revision=last(new), by=reviewer)


@pytest.fixture
def urgent_review(editor, reviewer, other_reviewer):
    reviewer.email, other_reviewer.email = "reviewer@example.org", ""
    reviewer.save()
    draft = make_draft(by=editor, article=verified(reviewer), title="Do not reset the card")
    return urgent.publish_urgently(draft=draft, revision=last(draft), by=editor, reason="It locks cards", now=NOON)


def test_urgent_fix_is_published_unverified_and_reviewers_are_told(urgent_review, editor):
    article = Article.objects.get()
    assert (article.title, article.confidence) == ("Do not reset the card", "UNVERIFIED")
    assert (article.reviewed_by, article.reviewed_on, article.verified_with) == (None, None, "")
    assert Version.objects.get(number=3).why == "Urgent: It locks cards"
    assert list(Decision.objects.unsettled()) == [urgent_review]
    mail = Delivery.objects.get(room="editing")
    assert mail.to == "reviewer@example.org"
    assert "> It locks cards" in mail.content["text"]
    assert f"https://kb.example.nhs.uk/edit/drafts/{urgent_review.draft_id}/review/" in mail.content["text"]
    assert article.label in mail.content["subject"]


def test_urgent_fix_needs_a_reason_and_the_setting(editor, settings):
    draft = make_draft(by=editor)
    with pytest.raises(refusals.NotPossible, match="cannot wait"):
        urgent.publish_urgently(draft=draft, revision=last(draft), by=editor, reason=" ")
    settings.EDITING_URGENT = False
    with pytest.raises(refusals.NotPossible, match="switched off"):
        urgent.publish_urgently(draft=draft, revision=last(draft), by=editor, reason="It locks cards")
    assert not Article.objects.exists()


def test_urgent_fix_is_settled_once_by_somebody_else(urgent_review, editor, reviewer, other_reviewer):
    editor.role = Role.REVIEWER
    editor.save()
    with pytest.raises(refusals.OwnWork):
        urgent.settle_urgent(review=urgent_review, by=editor)

    settled = urgent.settle_urgent(review=urgent_review, by=other_reviewer, now=NOON)
    article = Article.objects.get()
    assert (settled.settled_by, settled.settled_at) == (other_reviewer, NOON)
    assert (article.reviewed_by, article.confidence, article.version) == (other_reviewer, "UNVERIFIED", 3)
    with pytest.raises(refusals.NotPossible, match="already"):
        urgent.settle_urgent(review=urgent_review, by=reviewer)
    assert not Decision.objects.unsettled().exists()


def test_urgent_fix_is_verified_as_a_new_version_if_it_still_stands(urgent_review, editor, reviewer):
    urgent.settle_urgent(review=urgent_review, by=reviewer, verified_with="Identity Agent 2.5", now=NOON)

    article = Article.objects.get()
    assert (article.confidence, article.verified_with, article.version) == ("VERIFIED", "Identity Agent 2.5", 4)


def test_urgent_fix_that_was_changed_since_is_settled_but_not_verified(urgent_review, reviewer):
    put_live(make_document(), Publication(by=None, article=Article.objects.get()))

    with pytest.raises(refusals.Overtaken):
        urgent.settle_urgent(review=urgent_review, by=reviewer, is_verified=True)
    urgent.settle_urgent(review=urgent_review, by=reviewer)
    assert Article.objects.get().reviewed_by is None


def test_report_that_a_draft_began_with_shows_the_article(editor, reviewer):
    report = make_report(text="The reader is dark.")
    draft = beginning.from_report(report=report, by=editor)
    make_article()  # makes the shelf too
    drafting.save(draft=draft, document=make_document(), base_revision=1, by=editor)
    article = approved(submitting.submit(draft=draft, by=editor, why=""), reviewer)

    report.refresh_from_db()
    assert report.article == article


def test_expiry_is_set_with_the_approval_and_must_be_later(editor, reviewer):
    draft = handed_in(by=editor)
    with pytest.raises(refusals.NotPossible, match="later than"):
        approved(draft, reviewer, expires_at=NOON)

    end = datetime(2026, 12, 24, tzinfo=UTC)
    article = approved(draft, reviewer, expires_at=end)
    assert article.is_live(end - timedelta(seconds=1))
    assert not Article.objects.live(end).exists()
    # A change that says nothing of an end takes it away.
    assert approved(handed_in(by=editor, article=article, title="Said better"), reviewer).expires_at is None


def test_comment_decides_nothing(editor, other_editor):
    draft = handed_in(by=editor)
    submitting.add_comment(draft=draft, revision=last(draft), by=other_editor, text="Good", field="title")

    assert Draft.objects.get().state == "IN_REVIEW"


# --- Stubs ---------------------------------------------------------------------------------------------------------

OWN = (StepContent("USER", title="Take the card out", body="Put it back in."),)
SHARED = (StepContent("USER", snippet="general-checks"),)


def stub(**facts) -> Article:
    return make_article(confidence="STUB", steps=SHARED, **facts)


@pytest.mark.parametrize(
    ("before", "steps", "says", "is_verified", "confidence"),
    [
        (None, SHARED, "STUB", False, "STUB"),
        (None, SHARED, "STUB", True, "STUB"),
        (None, OWN, "UNVERIFIED", False, "UNVERIFIED"),
        (None, OWN, "VERIFIED", False, "UNVERIFIED"),
        ("STUB", SHARED, "STUB", False, "STUB"),
        ("STUB", SHARED, "UNVERIFIED", False, "STUB"),
        ("STUB", SHARED, "VERIFIED", True, "STUB"),
        ("STUB", OWN, "STUB", True, "STUB"),
        ("STUB", OWN, "UNVERIFIED", False, "UNVERIFIED"),
        ("STUB", OWN, "UNVERIFIED", True, "VERIFIED"),
        ("VERIFIED", OWN, "VERIFIED", False, "UNVERIFIED"),
        ("UNVERIFIED", SHARED, "STUB", False, "STUB"),
    ],
)
def test_what_is_published_is_a_stub_until_its_steps_changed(before, steps, says, is_verified, confidence):
    published = make_document(confidence=before, steps=SHARED) if before else None
    after = make_document(confidence=says, steps=steps)

    assert confidence_of(published, after, is_verified=is_verified) == confidence
    assert lifts_stub(published, after) == (before == "STUB" and steps == OWN and says != "STUB")


def test_approving_a_stub_leaves_it_a_stub(editor, reviewer):
    article = approved(handed_in(by=editor, article=stub(), summary="Said better."), reviewer)
    assert (article.version, article.confidence) == (2, "STUB")

    article = approved(handed_in(by=editor, article=article, confidence="UNVERIFIED"), reviewer, is_no_longer_stub=True)
    assert (article.version, article.confidence) == (3, "STUB")
    with pytest.raises(refusals.NotPossible, match="nothing that could be verified"):
        approved(handed_in(by=editor, article=article, summary="Anew."), reviewer, is_verified=True)


@pytest.mark.parametrize(
    ("said", "confidence"),
    [({"is_no_longer_stub": True}, "UNVERIFIED"), ({"verified_with": "Identity Agent 2.4"}, "VERIFIED")],
)
def test_stub_whose_steps_changed_is_none_when_the_reviewer_says_so(editor, reviewer, said, confidence):
    draft = handed_in(by=editor, article=stub(), steps=OWN, confidence="UNVERIFIED")

    with pytest.raises(refusals.NotPossible, match="no longer a stub"):
        approved(draft, reviewer)
    assert approved(draft, reviewer, **said).confidence == confidence


def test_reviewer_says_it_of_a_draft_for_later_too(editor, reviewer):
    draft = handed_in(by=editor, article=stub(), steps=OWN, confidence="UNVERIFIED")
    later = NOON + timedelta(days=1)
    approving.approve(
        draft=draft, revision=last(draft), by=reviewer, now=NOON, publish_at=later, is_no_longer_stub=True
    )

    assert publish_due(later) == 1
    assert Article.objects.get().confidence == "UNVERIFIED"


def test_urgent_fix_of_a_stub_is_one_until_its_steps_change(editor, reviewer):
    draft = make_draft(by=editor, article=stub(), summary="Said better.", confidence="UNVERIFIED")
    review = urgent.publish_urgently(draft=draft, revision=last(draft), by=editor, reason="It locks cards")
    assert Article.objects.get().confidence == "STUB"
    with pytest.raises(refusals.NotPossible, match="nothing that could be verified"):
        urgent.settle_urgent(review=review, by=reviewer, is_verified=True)

    draft = make_draft(by=editor, article=Article.objects.get(), steps=OWN, confidence="UNVERIFIED")
    urgent.publish_urgently(draft=draft, revision=last(draft), by=editor, reason="It locks cards")
    assert Article.objects.get().confidence == "UNVERIFIED"
