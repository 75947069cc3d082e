"""Who reviews an article today: in the pure rule, in the database, in words, and on the editors' home."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.utils import timezone

from kb.accounts.models import User
from kb.editing.models import Ownership
from kb.editing.ownership import actions as ownership
from kb.editing.ownership.rules import owner_line, reviewer_in_words, reviews_now
from kb.lib.dates import in_london
from tests.make import make_article

TODAY = date(2026, 11, 25)
AWAY = date(2026, 12, 3)
PAST = TODAY - timedelta(days=1)


def person(pk: int, name: str, *, away: date | None = None, is_active: bool = True) -> User:
    return User(pk=pk, name=name, away_until=away, is_active=is_active)


def robin(**facts: object) -> User:
    return person(1, "Robin", **facts)


def sam(**facts: object) -> User:
    return person(2, "Sam", **facts)


@pytest.mark.parametrize(
    ("owner", "deputy", "words"),
    [
        (robin(), sam(), "Robin"),
        (robin(away=PAST), sam(), "Robin"),
        (robin(away=TODAY), sam(), "Sam, while Robin is away until 25 November 2026"),
        (robin(away=AWAY), sam(away=PAST), "Sam, while Robin is away until 3 December 2026"),
        (robin(away=AWAY), sam(away=AWAY), "Nobody: Robin is away until 3 December 2026, and so is Sam"),
        (robin(away=AWAY), sam(is_active=False), "Nobody: Robin is away until 3 December 2026"),
        (robin(away=AWAY), None, "Nobody: Robin is away until 3 December 2026"),
        (robin(is_active=False), sam(), "Sam, since Robin has left"),
        (robin(is_active=False), None, "Nobody: who looked after it has left"),
        (None, sam(), "Sam"),
        (None, None, "Card team"),
    ],
)
def test_page_says_who_reviews_now_and_why(owner, deputy, words):
    ownership = Ownership(owner=owner, deputy=deputy, team="" if owner else "Card team")

    assert reviewer_in_words(ownership, TODAY) == words


def test_line_of_a_list_names_who_stands_in():
    ownership = Ownership(owner=robin(away=AWAY), deputy=sam(), team="Card team")

    assert owner_line(ownership, TODAY) == "Robin and Card team; Sam stands in"
    assert owner_line(ownership, AWAY + timedelta(days=1)) == "Robin and Card team"
    assert owner_line(None, TODAY) == "nobody"


def test_database_answers_as_the_rule_does(editor, reviewer):
    article = make_article()
    people = (editor, reviewer)
    for owner, deputy in ((editor, reviewer), (editor, None), (None, reviewer)):
        Ownership.objects.update_or_create(
            article=article, defaults={"owner": owner, "deputy": deputy, "team": "Card team"}
        )
        for days in product([None, PAST, TODAY], repeat=2):
            for one, day in zip(people, days, strict=True):
                one.away_until = day
                one.save(update_fields=["away_until"])
            ownership = Ownership.objects.select_related("owner", "deputy").get()
            found = [one for one in people if Ownership.objects.reviewed_by(one, TODAY)]
            assert found == [reviews_now(ownership, TODAY)], (owner, deputy, days)


def test_work_of_an_owner_who_is_away_heads_the_deputys_list(signed_in, editor, reviewer, other_editor):
    today = in_london(timezone.now()).date()
    make_article(title="Older, of nobody", review_due=date(2020, 1, 1))
    article = make_article(title="Of the one who is away", review_due=date(2021, 1, 1))
    ownership.set_owner(article=article, by=editor, owner=editor, deputy=other_editor)
    client = signed_in(other_editor)

    def due() -> str:
        page = client.get("/edit/").content.decode()
        return page.partition('aria-labelledby="due"')[2].partition("</section>")[0]

    assert "Yours" not in due()
    User.objects.filter(pk=editor.pk).update(away_until=today)
    listed = due()
    assert listed.index("Of the one who is away") < listed.index("Yours") < listed.index("Older, of nobody")
    assert "The editor; The other editor stands in" in listed
    shown = client.get(f"/edit/articles/{article.label}/").content.decode()
    assert "The other editor, while The editor is away until" in shown
    User.objects.filter(pk=editor.pk).update(away_until=today - timedelta(days=1))
    assert "Yours" not in due()
