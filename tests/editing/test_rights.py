"""One permission, one answer: what the table says, the rules say, the page offers, and the action does."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kb.accounts.actions import add_person
from kb.accounts.models import User
from kb.accounts.roles import ABILITIES, Role
from kb.catalogue.actions import Publication, put_live, withdraw
from kb.catalogue.document import StepContent
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of as published_document
from kb.editing.drafts import actions as drafting
from kb.editing.models import Draft
from kb.editing.ownership import actions as ownership
from kb.editing.refusals import Refusal
from kb.editing.review import approving, submitting, urgent
from kb.editing.rights import Act, ArticleAct, ArticleCase, DraftCase, article_refusal, refusal
from kb.editing.upkeep import actions as upkeep
from kb.lib.dates import in_london
from tests.editing.conftest import last
from tests.make import make_article, make_draft

# Everybody, by a letter. Of the editors A wrote the draft and owns the article, H handed the draft in and is the
# article's deputy, and O has nothing to do with either; of the reviewers W wrote in the draft and R did not.
ROLES = {
    "A": Role.EDITOR,
    "H": Role.EDITOR,
    "O": Role.EDITOR,
    "R": Role.REVIEWER,
    "W": Role.REVIEWER,
    "M": Role.ADMINISTRATOR,
    "D": Role.HELP_DESK,
    "L": Role.READER,
}

# Who may do what with a draft. Readers and the help desk do nothing, so they stand nowhere.
DRAFTS = """
state       change  submit  take_back discard catch_up send_back approve correct publish_urgently settle_urgent
draft       AHORWM  AHORWM  -         AHRWM   -        -         -       -       AHORWM           -
small       AHORWM  AHORWM  -         AHRWM   -        -         -       RM      AHORWM           -
in_review   AHORWM  -       AHRWM     AHRWM   -        RWM       RM      -       AHORWM           -
own_allowed AHORWM  -       AHRWM     AHRWM   -        RWM       RWM     -       AHORWM           -
urgent_off  AHORWM  -       AHRWM     AHRWM   -        RWM       RM      -       -                -
overtaken   AHORWM  -       AHRWM     AHRWM   AHORWM   RWM       -       -       -                -
sent_back   AHORWM  AHORWM  -         AHRWM   -        -         -       -       AHORWM           -
scheduled   -       -       AHRWM     AHRWM   -        -         -       -       -                -
published   -       -       -         -       -        -         -       -       -                -
urgent      -       -       -         -       -        -         -       -       -                RM
discarded   -       -       -         -       -        -         -       -       -                -
"""

ARTICLES = """
state      still_right set_owner set_expiry rename merge merge_into take_down restore
live       AHRWM       AHORWM    RWM        RWM    RWM   RWM        RWM       AHORWM
with_draft AHRWM       AHORWM    RWM        -      -     -          RWM       -
expired    -           AHORWM    RWM        -      RWM   RWM        RWM       AHORWM
withdrawn  -           AHORWM    -          -      -     RWM        -         AHORWM
"""


def _table(text: str) -> dict[str, dict[str, str]]:
    head, *lines = [line.split() for line in text.strip().splitlines()]
    return {line[0]: dict(zip(head[1:], line[1:], strict=True)) for line in lines}


def _allowed(row: dict[str, str], letter: str) -> set[str]:
    return {act for act, letters in row.items() if letter in letters}


# --- The rules alone -----------------------------------------------------------------------------------------------

FACTS: dict[str, dict[str, object]] = {
    "draft": {"state": "DRAFT"},
    "small": {"state": "DRAFT", "is_small": True},
    "in_review": {"state": "IN_REVIEW"},
    "own_allowed": {"state": "IN_REVIEW", "own_approval": True},
    "urgent_off": {"state": "IN_REVIEW", "urgent_fixes": False},
    "overtaken": {"state": "IN_REVIEW", "newer_version": 2},
    "sent_back": {"state": "SENT_BACK"},
    "scheduled": {"state": "SCHEDULED"},
    "published": {"state": "PUBLISHED"},
    "urgent": {"state": "PUBLISHED", "awaits_settling": True},
    "discarded": {"state": "DISCARDED"},
}


def _case(state: str, letter: str) -> DraftCase:
    person = {"is_author": letter in "AW", "has_part": letter in "AWH"}
    return DraftCase(abilities=ABILITIES[ROLES[letter]], **person, **FACTS[state])  # type: ignore[arg-type] # of FACTS


@pytest.mark.parametrize(("state", "row"), _table(DRAFTS).items())
def test_rules_of_a_draft_say_what_the_table_says(state, row):
    assert set(row) == set(Act)
    for letter in ROLES:
        assert {act for act in Act if not refusal(act, _case(state, letter))} == _allowed(row, letter), letter


ARTICLE_FACTS = {
    "live": {},
    "with_draft": {"has_draft": True},
    "expired": {"is_live": False},
    "withdrawn": {"is_live": False, "is_withdrawn": True},
}


@pytest.mark.parametrize(("state", "row"), _table(ARTICLES).items())
def test_rules_of_an_article_say_what_the_table_says(state, row):
    assert set(row) == set(ArticleAct)
    for letter, role in ROLES.items():
        case = ArticleCase(ABILITIES[role], "KB0001", looks_after=letter in "AH", **ARTICLE_FACTS[state])
        assert {act for act in ArticleAct if not article_refusal(act, case)} == _allowed(row, letter), letter


@pytest.mark.parametrize(
    ("act", "state", "letter", "words"),
    [
        (Act.APPROVE, "in_review", "A", "Your role does not let you review and publish articles."),
        (Act.CHANGE, "draft", "L", "Your role does not let you write and change articles."),
        (Act.APPROVE, "in_review", "W", "Ask another reviewer to look at it."),
        (Act.APPROVE, "draft", "R", "This draft is not in review (draft)"),
        (Act.SUBMIT, "in_review", "A", "This draft is in review already"),
        (Act.APPROVE, "overtaken", "R", "it is now version 2"),
        (Act.CATCH_UP, "draft", "A", "The article has not changed since this draft began."),
        (Act.CORRECT, "in_review", "R", "it needs a full review"),
        (Act.CHANGE, "scheduled", "A", "Take it back before you change it."),
        (Act.DISCARD, "published", "A", "Begin a new draft of the article."),
        (Act.TAKE_BACK, "in_review", "O", "Only those who wrote this draft or handed it in, or a reviewer, can take"),
        (Act.DISCARD, "draft", "O", "Only those who wrote this draft or handed it in, or a reviewer, can discard it."),
        (Act.PUBLISH_URGENTLY, "urgent_off", "A", "Urgent fixes are switched off here"),
        (Act.SETTLE_URGENT, "published", "R", "Somebody has reviewed this urgent fix already."),
    ],
)
def test_refusal_says_why(act, state, letter, words):
    assert words in str(refusal(act, _case(state, letter)))


# --- The pages and the actions -------------------------------------------------------------------------------------


@pytest.fixture
def people(db: None) -> dict[str, User]:
    return {
        letter: add_person(username=letter, name=f"Person {letter}", role=role, password="violet ferry 27")
        for letter, role in ROLES.items()
    }


STEPS = (
    StepContent("USER", title="Take the card out", body="Wait for the light to go out. Put the card back in."),
    StepContent("USER", title="Restart the computer", body="Save your work first."),
)


def _written(people: dict[str, User], *, is_small: bool) -> Draft:
    """By A and W, and handed in by H."""
    draft = make_draft(by=people["A"], article=make_article(title="Card not read", steps=STEPS), summary="One.")
    text = last(draft).document
    changed = replace(text, summary="Another.") if is_small else replace(text, summary="Another.", steps=STEPS[:1])
    drafting.save(draft=draft, document=changed, base_revision=draft.number, by=people["W"])
    return submitting.submit(draft=draft, by=people["H"], why="Said more plainly")


def _draft_in(state: str, people: dict[str, User]) -> Draft:
    draft = _written(people, is_small=state == "small")
    reviewer, revision = people["R"], last(draft)
    match state:
        case "draft" | "small":
            submitting.withdraw_from_review(draft=draft, by=reviewer)
        case "overtaken":
            article = Article.objects.with_parts().get()
            put_live(
                replace(published_document(article), summary="By an import."), Publication(by=None, article=article)
            )
        case "sent_back":
            submitting.send_back(draft=draft, revision=revision, by=reviewer, reason="Nearly")
        case "scheduled":
            at = timezone.now() + timedelta(days=1)
            approving.approve(draft=draft, revision=revision, by=reviewer, publish_at=at)
        case "published":
            approving.approve(draft=draft, revision=revision, by=reviewer)
        case "urgent":
            urgent.publish_urgently(draft=draft, revision=revision, by=people["A"], reason="It locks cards")
        case "discarded":
            drafting.discard(draft=draft, by=people["A"])
    return Draft.objects.select_related("article").get()


@dataclass(frozen=True)
class Try:
    draft: Draft
    by: User

    @property
    def decision(self) -> dict[str, object]:
        return {"draft": self.draft, "revision": last(self.draft), "by": self.by}

    def change(self) -> object:
        text = replace(last(self.draft).document, title="Something else")
        return drafting.save(draft=self.draft, document=text, base_revision=self.draft.number, by=self.by)

    def submit(self) -> object:
        return submitting.submit(draft=self.draft, by=self.by, why="Said more plainly")

    def take_back(self) -> object:
        return submitting.withdraw_from_review(draft=self.draft, by=self.by)

    def discard(self) -> object:
        return drafting.discard(draft=self.draft, by=self.by)

    def catch_up(self) -> object:
        return drafting.catch_up(draft=self.draft, version=Article.objects.get().version, by=self.by)

    def send_back(self) -> object:
        return submitting.send_back(**self.decision, reason="Nearly")

    def approve(self) -> object:
        return approving.approve(**self.decision)

    def correct(self) -> object:
        return approving.correct(**self.decision)

    def publish_urgently(self) -> object:
        return urgent.publish_urgently(**self.decision, reason="It locks cards")

    def settle_urgent(self) -> object:
        review = self.draft.reviews.first()
        if review is None:
            raise Refusal
        return urgent.settle_urgent(review=review, by=self.by)


def _does(act: Callable[[], object]) -> bool:
    """Whether the action does it; it is undone."""
    with transaction.atomic():
        try:
            act()
        except Refusal:
            return False
        finally:
            transaction.set_rollback(True)
    return True


ON_THE_REVIEW_PAGE = {
    "take_back": "/take-back/",
    "catch_up": "/catch-up/",
    "send_back": 'value="send-back"',
    "approve": 'value="publish"',
    "correct": 'value="correct"',
    "settle_urgent": 'value="settle"',
    "change": "Change this draft",
}
IN_THE_EDITOR = {"change": "data-editor", "submit": 'value="submit"', "publish_urgently": 'value="urgent"'}
TO_DISCARD = {"discard": "Discard the draft</button>"}


def _offered(client, draft: Draft) -> set[str]:
    def read(name: str, signs: dict[str, str]) -> set[str]:
        page = client.get(reverse(f"editing:{name}", args=[draft.pk])).content.decode()
        return {act for act, sign in signs.items() if sign in page}

    review, editor = read("review", ON_THE_REVIEW_PAGE), read("edit", IN_THE_EDITOR)
    assert ("change" in review) == ("change" in editor)
    return review | editor | read("discard", TO_DISCARD)


def _one_on_both(table: str, state: str) -> list[object]:
    """The rules decide, and the table is theirs; one state shows that the actions ask them on either database."""
    rows = _table(table).items()
    return [pytest.param(*row, id=row[0], marks=() if row[0] == state else pytest.mark.either) for row in rows]


@pytest.mark.parametrize(("state", "row"), _one_on_both(DRAFTS, "in_review"))
def test_pages_of_a_draft_offer_what_the_actions_do(people, signed_in, settings, state, row):
    draft = _draft_in(state, people)
    settings.EDITING_OWN_APPROVAL = state == "own_allowed"
    settings.EDITING_URGENT = state != "urgent_off"

    for letter, person in people.items():
        done = {act.value for act in Act if _does(getattr(Try(Draft.objects.get(), person), act))}
        assert done == _allowed(row, letter), letter
        assert _offered(signed_in(person), draft) == done, letter


ADDRESSES = {"set_owner": "steward", "set_expiry": "expiry", "restore": "restore/1"}


def _article_acts(article: Article, by: User, other: Article) -> dict[str, Callable[[], object]]:
    until = in_london(timezone.now()).date() + timedelta(days=90)
    return {
        "still_right": lambda: upkeep.still_right(article=article, by=by, until=until),
        "set_owner": lambda: ownership.set_owner(article=article, by=by, team="Card team"),
        "set_expiry": lambda: upkeep.set_expiry(article=article, by=by, at=None),
        "rename": lambda: upkeep.rename(article=article, by=by, slug="another-address"),
        "merge": lambda: upkeep.merge(article=article, by=by, into=other),
        "take_down": lambda: upkeep.take_down(article=article, by=by, why="Wrong"),
        "restore": lambda: upkeep.restore(article=article, by=by, version=1),
    }


@pytest.mark.parametrize(("state", "row"), _one_on_both(ARTICLES, "live"))
def test_page_of_an_article_offers_what_the_actions_do(people, signed_in, state, row):
    article = make_article(title="Card not read")
    other = make_article(title="Another")
    put_live(replace(published_document(article), summary="Said anew."), Publication(by=None, article=article))
    ownership.set_owner(article=article, by=people["M"], owner=people["A"], deputy=people["H"])
    match state:
        case "with_draft":
            drafting.begin(by=people["A"], article=article)
        case "expired":
            Article.objects.filter(pk=article.pk).update(expires_at=timezone.now() - timedelta(days=1))
        case "withdrawn":
            withdraw(article=article, by=None, why="Wrong")

    for letter, person in people.items():
        found = Article.objects.get(pk=article.pk)
        acts = _article_acts(found, person, other)
        done = {name for name, act in acts.items() if _does(act)}
        page = signed_in(person).get(reverse("editing:article", args=[found.label])).content.decode()
        offered = {act for act in acts if f"/{found.label}/{ADDRESSES.get(act, act.replace('_', '-'))}/" in page}
        assert done == _allowed(row, letter) - {"merge_into"}, letter
        assert offered == done, letter


def test_home_offers_still_right_to_those_who_may_say_it(people, signed_in):
    article = make_article(review_due=in_london(timezone.now()).date())
    ownership.set_owner(article=article, by=people["M"], owner=people["A"], deputy=people["H"])
    button = reverse("editing:still-right", args=[article.label])

    offered = {letter for letter, by in people.items() if button in signed_in(by).get("/edit/").content.decode()}

    assert offered == set(_table(ARTICLES)["live"]["still_right"])
