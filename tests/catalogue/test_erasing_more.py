"""Erasing for good: several passages in one act, common words, addresses, and what is left when it ends."""

import json
from dataclasses import replace

import pytest
from django.db import transaction

from kb.accounts.actions import add_person
from kb.accounts.models import AuditEntry
from kb.accounts.roles import Role
from kb.catalogue.actions import (
    NotErasable,
    NotPublishable,
    Publication,
    erase_again,
    erase_words,
    erasing,
    put_live,
    still_standing,
)
from kb.catalogue.document import StepContent
from kb.catalogue.erasure_file import Line, read_lines
from kb.catalogue.models import Article, Category, Erasure, Service, Snippet, StartQuestion, Step, Vendor, Version
from kb.catalogue.reading import document_of
from kb.editing.models import Revision
from kb.lib import places
from kb.lib.redaction import Passage
from kb.notices.models import Notice
from tests.catalogue.test_erasing import WHY, columns_with
from tests.make import (
    make_article,
    make_category,
    make_document,
    make_draft,
    make_notice,
    make_question,
    make_service,
    make_snippet,
    make_vendor,
    make_word,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def erasures(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.jsonl"
    settings.MAIL_FOLDER = tmp_path / "mail"
    return settings.ERASURES_FILE


@pytest.fixture
def administrator(db):
    return add_person(username="ada", name="Ada Walrus", role=Role.ADMINISTRATOR, password="violet ferry 27")


# --- Several at once -----------------------------------------------------------------------------------------------


def of_two_boxes() -> Article:
    """A first name in one box, a last name in another."""
    article = make_article(slug="a-card", title="A card")
    step = StepContent("USER", title="Zebrafish", body="Quartz, ward 4.")
    document = replace(document_of(Article.objects.with_parts().get(pk=article.pk)), steps=(step,))
    return put_live(document, Publication(by=None, article=article))


def test_words_of_two_boxes_go_in_one_act(administrator, erasures):
    article = of_two_boxes()

    erasure = erase_words(words="Zebrafish", further="\n QUARTZ \n\nzebrafish\n", reason=WHY, by=administrator)

    assert columns_with("Zebrafish") == []
    step = document_of(Article.objects.with_parts().get(pk=article.pk)).steps[0]
    assert (step.title, step.body) == ("[removed]", "[removed], ward 4.")
    assert Erasure.objects.count() == 1
    assert [length for length, _ in ((erasure.length, ""), *erasure.further)] == [9, 6]
    kept = json.dumps(list(Erasure.objects.values()), default=str) + erasures.read_text()
    assert "quartz" not in kept.lower()


def test_each_of_several_is_refused_afterwards(administrator):
    article = of_two_boxes()
    erase_words(words="Zebrafish", further="Quartz", reason=WHY, by=administrator)

    for said in ("Ask Zebrafish.", "Ask Quartz."):
        with pytest.raises(NotPublishable):
            put_live(make_document(summary=said), Publication(by=None, article=article))


def test_several_are_erased_again_in_a_restored_database(administrator, erasures):
    of_two_boxes()
    with transaction.atomic():
        erase_words(words="Zebrafish", further="Quartz", reason=WHY, by=administrator)
        transaction.set_rollback(True)  # the database is that of before; the file beside it knows
    (line,) = read_lines(erasures)
    assert len(line.prints) == 2

    (added,) = erase_again(lines=[line], by=None)

    assert columns_with("Zebrafish") == []
    assert added.further == [list(one) for one in line.further] or added.further == line.further
    assert [(version.number, version.article.slug) for version in added.versions.all()] == [(2, "a-card")]
    assert still_standing([line]) == []


def test_line_of_before_there_were_several_is_read_and_one_alone_is_written_as_then():
    text = (
        '{"token": "t", "at": "2026-11-29T20:00:00+00:00", "key": "k", "digest": "d", "length": 9, '
        '"image": "", "versions": []}'
    )

    line = Line.from_json(text)

    assert line.prints == ((9, "d"),)
    assert line.to_json() == text


@pytest.mark.parametrize(
    ("further", "said"),
    [("Ann", "“Ann”: enter at least 4"), ("\n".join(f"passage {n}" for n in range(10)), "10 passages or fewer")],
)
def test_further_passages_that_cannot_be_erased_are_said_at_their_box(further, said):
    of_two_boxes()

    with pytest.raises(NotErasable, match=said) as refused:
        erase_words(words="Zebrafish", further=further, reason=WHY, by=None)

    assert refused.value.field == "further"


def test_reason_repeats_none_of_several():
    of_two_boxes()

    with pytest.raises(NotErasable) as refused:
        erase_words(words="Zebrafish", further="Quartz", reason="Quartz asked", by=None)

    assert refused.value.field == "reason"


# --- Common words ----------------------------------------------------------------------------------------------------


def test_common_words_are_erased_only_by_whoever_means_all_of_them(administrator):
    for number in range(6):
        make_article(slug=f"card-{number}", title=f"Walrus card {number}")

    with pytest.raises(NotErasable, match="say that you mean all of them") as refused:
        erase_words(words="Walrus card", reason=WHY, by=administrator)

    assert refused.value.field == "many"
    assert not Erasure.objects.exists()
    erase_words(words="Walrus card", reason=WHY, by=administrator, is_many_meant=True)
    assert {article.title for article in Article.objects.all()} == {f"[removed] {number}" for number in range(6)}


# --- What is left ----------------------------------------------------------------------------------------------------


def test_what_is_saved_again_and_again_is_said_to_stand_still(administrator, editor, monkeypatch):
    make_article(title="Zebrafish card")
    find = places.find

    def and_save(needle):
        found = find(needle)
        make_draft(by=editor, title="The Zebrafish again")
        return found

    monkeypatch.setattr(places, "find", and_save)

    erasure = Erasure.objects.get(pk=erase_words(words="Zebrafish", reason=WHY, by=administrator).pk)

    assert {place["what"] for place in erasure.left} >= {"A draft", "A saved state of a draft"}
    assert "zebrafish" not in json.dumps(erasure.left).lower()
    assert AuditEntry.objects.filter(verb="erased more for good, saved meanwhile").count() == erasing.ROUNDS


def test_nothing_is_left_but_what_always_stays(administrator):
    make_article(background="Ask Ada Walrus.")

    erasure = erase_words(words="Ada Walrus", reason=WHY, by=administrator)

    assert {place["table"] for place in erasure.left} == {"accounts.User", "accounts.AuditEntry"}
    assert all(place["stays"] for place in erasure.left)


# --- Versions ---------------------------------------------------------------------------------------------------------


def test_erasure_names_the_versions_in_which_it_stood_and_no_other(administrator):
    article = make_article(slug="a-card", title="A card", background="Ask Zebrafish.")
    put_live(make_document(slug="a-card", title="A card"), Publication(by=None, article=article))

    erasure = erase_words(words="Zebrafish", reason=WHY, by=administrator)

    assert [version.number for version in erasure.versions.all()] == [1]
    assert Version.objects.get(number=2).erasures.count() == 0


# --- Addresses of what stands around articles -----------------------------------------------------------------------


def furnished(editor) -> None:
    make_service("zebrafish-app")
    make_category("zebrafish-topic")
    make_vendor("zebrafish-company")
    make_snippet("zebrafish-checks")
    make_word("Letters", slug="zebrafish-letters")
    make_notice(slug="zebrafish-outage")
    article = make_article(
        slug="a-card", services=("zebrafish-app",), category="zebrafish-topic", vendor="zebrafish-company"
    )
    snippet = StepContent("USER", snippet="zebrafish-checks")
    document = document_of(Article.objects.with_parts().get(pk=article.pk))
    put_live(replace(document, steps=(*document.steps, snippet)), Publication(by=editor, article=article))
    make_question("zebrafish-question", {"article": "a-card"}, is_first=True)
    make_draft(by=editor, article=Article.objects.get(pk=article.pk), summary="Another.")


def test_addresses_of_applications_topics_and_snippets_are_found_and_follow_everywhere(administrator, editor):
    furnished(editor)

    erasure = erase_words(words="Zebrafish", reason=WHY, by=administrator)

    assert columns_with("Zebrafish") == []
    bare = f"removed-{erasure.token[:6]}"
    rows = (Service, Category, Vendor, Snippet, StartQuestion, Notice)
    slugs = {slug for table in rows for slug in table.objects.values_list("slug", flat=True) if "removed" in slug}
    assert slugs == {f"{bare}-{rest}" for rest in ("app", "topic", "company", "checks", "question", "outage")}
    live = document_of(Article.objects.with_parts().get())
    documents = [
        live,
        type(live).from_dict(Version.objects.get(number=2).document),
        Revision.objects.latest("pk").document,
    ]
    for document in documents:
        assert (document.services, document.category) == ((f"{bare}-app",), f"{bare}-topic")
        assert (document.vendor, document.steps[-1].snippet) == (f"{bare}-company", f"{bare}-checks")
    put_live(live, Publication(by=None, article=Article.objects.get()))
    assert Step.objects.exclude(snippet=None).get().snippet.slug == f"{bare}-checks"


def test_addresses_of_two_erasures_stay_two(administrator):
    make_article(slug="zebrafish", title="One")
    make_article(slug="quartz", title="Two")
    make_article(slug="neighbour", title="Three", related=["quartz"])

    for words in ("Zebrafish", "Quartz"):
        erase_words(words=words, reason=WHY, by=administrator)

    two = Article.objects.get(title="Two")
    assert Article.objects.get(title="Three").related == [two.slug]
    assert len(set(Article.objects.values_list("slug", flat=True))) == 3
    assert places.find(Passage("Quartz")) == []
