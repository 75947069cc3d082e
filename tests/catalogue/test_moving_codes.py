"""Codes that are renamed, merged or removed: no name is lost, and nothing that names one is stranded."""

from dataclasses import replace

import pytest

from kb.accounts.models import AuditEntry
from kb.catalogue.actions import NotPublishable, Publication, merge_codes, put_live, remove_code, rename_code, withdraw
from kb.catalogue.contents import AnsweredMeaning, StepContent
from kb.catalogue.lookup import look_up
from kb.catalogue.models import Article, CodeKey, ErrorCode
from kb.catalogue.reading import code_entry, document_of
from tests.make import make_article, make_code, make_meaning, make_notice, make_report

pytestmark = pytest.mark.django_db


def document(article):
    return document_of(Article.objects.with_parts().get(pk=article.pk))


def step_for(*codes):
    return StepContent("USER", title="Take the card out", body="Put it back in.", codes=codes)


def texts(code):
    return {key.text for key in CodeKey.objects.filter(code=code)}


def test_old_name_leads_to_the_new_one_and_steps_and_articles_follow(editor):
    code = make_code("ERR5022")
    article = make_article(codes=("ERR5022",), steps=(step_for("ERR5022"),))

    rename_code(code=code, name="CIS-5022", by=editor)

    assert look_up("err 5022").only.display == "CIS-5022"
    assert (document(article).codes, document(article).steps[0].codes) == (("CIS-5022",), ("CIS-5022",))
    entry = AuditEntry.objects.latest("pk")
    assert (entry.actor, entry.detail["changed"]["code"]) == (editor, {"from": "ERR5022", "to": "CIS-5022"})


def test_draft_that_names_a_code_as_it_was_called_is_put_live_under_its_new_name(editor):
    code = make_code("ERR5022")
    article = make_article(codes=("ERR5022",), steps=(step_for("ERR5022"),))
    before = document(article)
    rename_code(code=code, name="CIS-5022", by=editor)

    put_live(replace(before, title="Another title"), Publication(by=editor, article=article))

    assert (document(article).codes, document(article).steps[0].codes) == (("CIS-5022",), ("CIS-5022",))


def test_family_that_is_renamed_loses_whom_it_does_not_hold_and_takes_whom_it_is_told(editor):
    family = make_code("400_xxx")
    stays_out, leaves, joins = make_code("401_112"), make_code("400_645", family="400_xxx"), make_code("401_111")

    renamed = rename_code(code=family, name="401_xxx", joining=["401_111"], by=editor)

    families = {code.display: code.family_id for code in ErrorCode.objects.exclude(pk=family.pk)}
    assert families == {stays_out.display: None, leaves.display: None, joins.display: renamed.pk}
    assert look_up("401_777").only == look_up("400_xxx").only == renamed


def test_name_of_another_code_and_the_name_that_it_has_are_refused(editor):
    code = make_code("ERR5022")
    make_code("ERR5023", spellings=("CIS5023",))

    for name, words in (("cis 5023", "already the code ERR5023"), ("ERR5022", "Enter another name")):
        with pytest.raises(NotPublishable, match=words):
            rename_code(code=code, name=name, by=editor)
    assert ErrorCode.objects.get(pk=code.pk).display == "ERR5022"


def test_merged_codes_are_one_in_articles_notices_and_reports_with_every_name_of_both(editor):
    into, code = make_code("ERR1"), make_code("ERR2", spellings=("SECOND_2",), search_spellings=("second two",))
    both = make_article(codes=("ERR2", "ERR1"), steps=(step_for("ERR2", "ERR1"),))
    mentions = make_article(codes=("ERR1",), mentions=("ERR2",))
    gone = make_article(codes=("ERR2",), steps=(step_for("ERR2"),))
    withdraw(article=gone, by=editor, why="Wrong.")
    notice = make_notice(codes=("ERR2",))
    report = make_report()
    type(report).objects.filter(pk=report.pk).update(code=code)

    kept = merge_codes(code=code, into=into, by=editor)

    assert texts(kept) == {"ERR1", "ERR2", "SECOND_2", "second two"}
    assert document(both).codes == document(both).steps[0].codes == ("ERR1",)
    assert (document(mentions).codes, document(mentions).mentions) == (("ERR1",), ())
    assert (document(gone).codes, document(gone).steps[0].codes) == (("ERR1",), ("ERR1",))
    assert Article.objects.get(pk=gone.pk).withdrawn_at
    assert list(notice.codes.all()) == [kept]
    assert type(report).objects.get(pk=report.pk).code == kept
    assert both.versions.order_by("-number")[0].why == "ERR2 merged into ERR1"


def test_article_that_answers_one_meaning_of_a_code_that_goes_answers_the_other_code_whatever_it_means(editor):
    meanings = (make_meaning("card", "Windows", words="Busy."), make_meaning("agent", "Identity Agent"))
    code, into = make_code("ERR2", meanings=meanings), make_code("ERR1", meaning="What stays.")
    article = make_article(codes=("ERR2",), meanings=(AnsweredMeaning("ERR2", "card"),))

    kept = merge_codes(code=code, into=into, by=editor)

    assert (document(article).codes, document(article).meanings) == (("ERR1",), ())
    assert [one.words for one in code_entry(ErrorCode.objects.whole().get(pk=kept.pk)).meanings] == ["What stays."]
    assert "Busy." in AuditEntry.objects.get(verb="merged error code").detail["meant"]


def test_family_is_not_merged_away_from_members_that_the_other_does_not_hold(editor):
    family, other = make_code("400_xxx"), make_code("500_xxx")
    member = make_code("400_645", family="400_xxx")

    for code, into in ((family, other), (family, family), (member, family)):
        with pytest.raises(NotPublishable):
            merge_codes(code=code, into=into, by=editor)
    assert ErrorCode.objects.count() == 3


def test_draft_that_names_both_of_two_merged_codes_names_one(editor):
    into, code = make_code("ERR1"), make_code("ERR2")
    article = make_article(codes=("ERR1", "ERR2"), steps=(step_for("ERR1", "ERR2"),))
    before = document(article)
    merge_codes(code=code, into=into, by=editor)

    put_live(replace(before, title="Another title"), Publication(by=editor, article=article))

    assert document(article).codes == document(article).steps[0].codes == ("ERR1",)


def test_code_is_removed_where_nothing_names_it_and_only_there(editor):
    alone, family, noticed, answered, reported = map(make_code, ("ERR1", "400_xxx", "ERR3", "ERR4", "ERR5"))
    make_code("400_645", family="400_xxx")
    make_notice(codes=("ERR3",))
    make_article(codes=("ERR4",))
    report = make_report()
    type(report).objects.filter(pk=report.pk).update(code=reported)

    remove_code(code=alone, by=editor)
    for code in (family, noticed, answered, reported):
        with pytest.raises(NotPublishable):
            remove_code(code=code, by=editor)

    assert not ErrorCode.objects.filter(display="ERR1").exists()
    assert ErrorCode.objects.count() == 5
    assert AuditEntry.objects.get(verb="removed error code").subject == "ERR1"
