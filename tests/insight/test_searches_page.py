"""What people searched for, as editors read it: what found nothing, words we lack, and what can be made of each."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kb.accounts.models import AuditEntry
from kb.editing.models import Draft
from kb.insight.models import SearchEntry, WordSighting
from kb.lib.dates import in_london
from tests.make import make_code

pytestmark = [pytest.mark.django_db, pytest.mark.either]
PAGE = "/edit/insight/searches/"


def searched(words, number=0, visit="v", **said):
    now = timezone.now() - timedelta(hours=1)
    SearchEntry.objects.create(words=words, number=number, visit=visit, day=in_london(now).date(), at=now, **said)


def typed(word, times=3):
    now = timezone.now() - timedelta(hours=1)
    for number in range(times):
        WordSighting.objects.create(digest=word, word=word, visit=f"{number}", day=in_london(now).date(), at=now)


def test_page_lists_what_had_no_answer_and_words_that_we_lack(signed_in, editor):
    make_code("400_645")
    searched("400645 …")
    searched("card <locked>", number=3)
    searched("wristband", number=3, opened="article:1")
    typed("grobbly")
    WordSighting.objects.create(digest="secret", visit="v", day=timezone.now().date(), at=timezone.now())

    page = signed_in(editor).get(PAGE).content.decode()

    assert "400_645 …" in page
    assert "card &lt;locked&gt;" in page
    assert "Nobody opened a result" in page
    assert "Found nothing" in page
    assert "grobbly" in page
    assert "wristband" not in page
    assert "secret" not in page


def test_numbers_of_queries_stay(signed_in, editor, django_assert_max_num_queries):
    client = signed_in(editor)
    for number in range(30):
        searched(f"card {number}")
        typed(f"grobbly{'x' * number}")
    with django_assert_max_num_queries(12):
        client.get(PAGE)


def test_nobody_but_editors_reads_it(signed_in, desk, client):
    for path, method in ((PAGE, "get"), (f"{PAGE}export/", "post")):
        assert getattr(signed_in(desk), method)(path).status_code == 404
    assert client.get(PAGE).status_code == 302


def test_each_way_leads_to_a_page_that_begins_with_it(signed_in, reviewer):
    searched("card locked …")
    client = signed_in(reviewer)
    page = client.get(PAGE).content.decode()

    for address, shown in (
        ("/edit/new/?search=card+locked", "Card locked"),
        ("/edit/synonyms/add/?phrase=card+locked", 'value="card locked"'),
        ("/edit/new-answer/?phrase=card+locked", "card locked</textarea>"),
    ):
        assert f'href="{address}"' in page
        assert shown in client.get(address).content.decode()


def test_editor_is_shown_only_ways_that_are_theirs(signed_in, editor):
    searched("card locked")

    page = signed_in(editor).get(PAGE).content.decode()

    assert "Make an article" in page
    assert "Add a synonym" not in page
    assert "Choose an answer" not in page


def test_draft_begins_with_the_words_and_their_codes(signed_in, editor):
    make_code("ERR5022")
    client = signed_in(editor)

    client.post("/edit/new/", {"search": "card locked ERR5022"})

    content = Draft.objects.get().revisions.get().content
    assert content["title"] == "Card locked ERR5022"
    assert [one["code"] if isinstance(one, dict) else one for one in content["codes"]] == ["ERR5022"]


@pytest.mark.parametrize("text", ["x" * 5_000, "\x00", "… …", "=1+1", "<b>"])
def test_whatever_an_address_says_begins_a_page(signed_in, reviewer, text):
    client = signed_in(reviewer)
    for path, name in (("/edit/new/", "search"), ("/edit/synonyms/add/", "phrase"), ("/edit/new-answer/", "phrase")):
        assert client.get(path, {name: text}).status_code == 200
    assert client.post("/edit/new/", {"search": text}).status_code == 303


def test_export_is_safe_in_a_spreadsheet_and_recorded(signed_in, editor):
    searched("card locked")
    searched("=cmd")

    answer = signed_in(editor).post(f"{PAGE}export/")

    table = answer.content.decode()
    assert answer["Content-Disposition"].startswith('attachment; filename="searches-')
    assert "card locked,1,1,1," in table
    assert "'=cmd" in table
    assert AuditEntry.objects.filter(verb="exported searches", actor=editor).exists()
