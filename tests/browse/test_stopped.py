"""A step that is stopped: its words are nowhere in public from the next request on, until it is put back or changed."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from kb.accounts.models import AuditEntry
from kb.catalogue import actions
from kb.catalogue.actions import StepGone, put_step_back, stop_step
from kb.catalogue.contents import StepContent
from kb.catalogue.models import Article, Image, StoppedStep
from kb.lib import markdown
from kb.reports.triage.suggested_answer import suggested_answer
from kb.search import upkeep
from kb.search.models import SearchVector, SearchWord
from kb.transfer.actions import bring_in, take_out
from kb.transfer.uploads.packing import articles_as_json
from tests.make import make_article, make_code, make_report, make_snippet
from tests.media.pictures import dialog, saved
from tests.stopped import (
    OWN,
    PAGES,
    REASON,
    SAID,
    SECRET,
    name_of,
    published,
    showing,
    stoppable,
    stopped,
    told,
    whole,
)

pytestmark = pytest.mark.either


@pytest.fixture
def article(db: None) -> Article:
    return stoppable()


def test_words_of_a_stopped_step_are_in_no_public_answer(article, desk):
    assert set(showing()) >= {OWN, f"{OWN}versions/1/", "/codes/ERR5022/"}

    stopped(article, desk)

    assert showing() == []
    assert showing("quokka") == []
    assert {address for address in PAGES if SAID.search(told(address))} >= {OWN, f"{OWN}versions/1/", "/codes/ERR5022/"}


def test_the_line_stands_where_the_step_stood(article, desk):
    stopped(article, desk)

    html = told(OWN)

    assert html.index("Look at the light") < SAID.search(html).start() < html.index("Restart the computer")


def test_an_older_version_says_it_neither(article, desk):
    published(article, title="Card is still not read")
    stopped(article, desk)

    assert SECRET not in told(f"{OWN}versions/1/")


def test_a_code_whose_only_step_is_stopped_shows_what_suits_most(article, desk):
    published(article, vendor="")
    stopped(article, desk)

    html = told("/codes/ERR5022/")

    assert "We have no step just for this code" in html
    assert SAID.search(html).start() < html.index("Look at the light")


def test_it_is_not_found(article, desk):
    assert SearchWord.objects.filter(word=SECRET).exists()

    stopped(article, desk)

    assert not SearchWord.objects.filter(word=SECRET).exists()
    assert not any(SECRET in str(row.texts) + str(row.words) for row in SearchVector.objects.all())
    assert "Card is not read" not in told(f"/search/?q={SECRET}")
    assert not [found for found in upkeep.findings() if not found.is_warning]


def test_it_goes_into_no_file_and_the_file_takes_it_from_nobody(article, desk, tmp_path):
    stopped(article, desk)

    take_out(root=tmp_path / "out")

    assert not any(word in str(articles_as_json()) for word in (SECRET, "quokka"))
    texts = [path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert texts
    assert not any(SECRET.encode() in text or b"quokka" in text for text in texts)
    bring_in(root=tmp_path / "out", by=None)
    assert article.steps.filter(name=name_of(article)).exists()
    assert StoppedStep.objects.exists()


def test_what_was_kept_is_asked_for_again(article, desk):
    client = Client()
    tag = client.get(OWN)["ETag"]
    assert client.get(OWN, headers={"if-none-match": tag}).status_code == 304

    stopped(article, desk)
    after = client.get(OWN, headers={"if-none-match": tag})

    assert after.status_code == 200
    assert client.get(OWN, headers={"if-none-match": after["ETag"]}).status_code == 304


def test_it_is_put_back_as_it_was(article, desk, reviewer):
    before = showing()
    row = stopped(article, desk)

    assert put_step_back(article=article, step=row.step, by=reviewer)

    assert showing() == before
    assert SearchWord.objects.filter(word=SECRET).exists()
    assert not put_step_back(article=article, step=row.step, by=reviewer)
    verbs = ["stopped a step", "put a stopped step back"]
    assert list(AuditEntry.objects.filter(verb__in=verbs).order_by("pk").values_list("verb", flat=True)) == verbs


def test_other_words_end_the_stop_and_the_same_do_not(article, desk):
    stopped(article, desk)
    published(article, title="Card is still not read")
    assert SECRET not in told(OWN)

    steps = whole(article).steps
    published(article, steps=(steps[0], replace(steps[1], title="Press Escape", body="Once.", expected=""), *steps[2:]))

    assert "Press Escape" in told(OWN)
    assert not StoppedStep.objects.open().exists()
    assert AuditEntry.objects.filter(verb="ended the stop of a step").exists()


def test_versions_before_the_other_words_go_on_leaving_it_out(article, desk):
    published(article, title="Card is still not read")
    stopped(article, desk)
    steps = whole(article).steps
    published(article, steps=(steps[0], replace(steps[1], title="Press Escape", body="Once.", expected=""), *steps[2:]))
    published(article, steps=(steps[0], *steps[2:]))

    assert all(SECRET not in told(f"{OWN}versions/{number}/") for number in (1, 2, 3, 4))
    assert all("We took a step out of this version on" in told(f"{OWN}versions/{number}/") for number in (1, 2))
    assert "Press Escape" in told(f"{OWN}versions/3/")
    assert list(StoppedStep.objects.values_list("changed_in", "reason")) == [(3, "")]


def test_a_version_that_knew_it_by_another_name_leaves_it_out_too(article, desk):
    steps = whole(article).steps
    published(article, steps=(steps[0], *steps[2:], replace(steps[1], name="")))
    new = next(step.name for step in article.steps.all() if step.title == f"Press {SECRET}")
    stop_step(article=article, step=new, reason=REASON, by=desk)
    assert SECRET not in told(f"{OWN}versions/1/")

    published(article, steps=(steps[0], *steps[2:]))

    assert all(SECRET not in told(f"{OWN}versions/{number}/") for number in (1, 2, 3))


def test_what_is_stopped_for_one_reader_stays_for_another(db, desk):
    words = {"title": "Restart it", "body": "Twice."}
    article = make_article(steps=(StepContent("USER", **words), StepContent("IT", **words)))

    stopped(article, desk, position=1)

    page = told(f"{article.get_absolute_url()}versions/1/?for=it")
    assert "Restart it" in page
    assert len(SAID.findall(page)) == 1


def test_what_was_put_back_stands_in_every_version(article, desk, reviewer):
    row = stopped(article, desk)
    put_step_back(article=article, step=row.step, by=reviewer)
    published(article, steps=whole(article).steps[:1])

    assert SECRET in told(f"{OWN}versions/1/")


@pytest.fixture
def picture(article, editor) -> Image:
    image = actions.add_image(upload=BytesIO(saved(dialog(), "PNG")), name="a.png", alt="A dialog", by=editor)
    steps = whole(article).steps
    published(
        article, steps=(steps[0], replace(steps[1], body=markdown.picture_mark(image.name, image.alt)), *steps[2:])
    )
    return image


def picture_of(image: Image) -> str:
    return reverse("browse:image", args=[image.name])


def status_of(image: Image, client: Client | None = None) -> int:
    return (client or Client()).get(picture_of(image)).status_code


def test_a_picture_of_a_stopped_step_alone_is_answered_to_nobody(article, picture, desk, reviewer, signed_in):
    tag = Client().get(picture_of(picture))["ETag"]
    row = stopped(article, desk)

    assert status_of(picture) == 404
    assert Client().get(picture_of(picture), headers={"if-none-match": tag}).status_code == 404
    assert status_of(picture, signed_in(reviewer)) == 200
    put_step_back(article=article, step=row.step, by=reviewer)
    assert status_of(picture) == 200

    stopped(article, desk)
    published(article, steps=whole(article).steps[:1])
    assert status_of(picture) == 404


def test_a_picture_that_stands_elsewhere_too_is_answered(article, picture, desk):
    steps = whole(article).steps
    published(article, steps=(replace(steps[0], body=steps[1].body), *steps[1:]))
    published(article, steps=(replace(steps[0], body="It is green."), *steps[1:]))

    stopped(article, desk)

    assert status_of(picture) == 200


def test_a_picture_of_a_snippet_is_answered_where_the_snippet_stands(article, picture, desk):
    make_snippet("with-picture", title="Look", body=markdown.picture_mark(picture.name, picture.alt))
    one, other = (make_article(steps=(StepContent("USER", snippet="with-picture"),)) for _ in range(2))
    stopped(article, desk)
    stopped(one, desk, position=1)
    assert status_of(picture) == 200

    stopped(other, desk, position=1)

    assert status_of(picture) == 404


def test_the_same_words_under_another_name_stay_stopped(article, desk):
    stopped(article, desk)
    steps = whole(article).steps

    published(article, steps=(steps[0], *steps[2:], replace(steps[1], name="")))

    assert SECRET not in told(OWN)


def test_the_only_step_of_an_article_can_be_stopped(db, desk, tmp_path):
    make_code("ERR8")
    only = StepContent("USER", title=f"Press {SECRET}", body=SECRET, codes=("ERR8",))
    article = make_article(codes=("ERR8",), call_first=True, steps=(only,))

    stopped(article, desk, position=1)

    pages = [told(article.get_absolute_url()), told("/codes/ERR8/")]
    assert all(SAID.search(page) and SECRET not in page for page in pages)
    take_out(root=tmp_path / "out")
    bring_in(root=tmp_path / "out", by=None)
    assert article.steps.exists()


def test_ticks_that_a_caller_reads_out_keep_their_places(article, desk):
    before = re.search(r'data-steps="([^"]+)"', told(OWN))

    stopped(article, desk)

    assert before
    assert re.search(r'data-steps="([^"]+)"', told(OWN))[1] == before[1]


def test_a_snippet_is_stopped_in_this_article_alone(article, desk):
    other = make_article(steps=(StepContent("USER", snippet="restart"),))

    stopped(article, desk, position=3)

    assert "Restart the computer" not in told(OWN)
    assert "Restart the computer" in told(other.get_absolute_url())


def test_a_step_that_is_not_there_is_refused(article, desk):
    with pytest.raises(StepGone):
        stop_step(article=article, step="bcdfghjk", reason=REASON, by=desk)
    actions.withdraw(article=article, by=None, why="Wrong.")
    with pytest.raises(StepGone):
        stopped(article, desk)


def test_the_best_answer_begins_with_what_is_left(article, desk):
    at = "/search/?q=ERR5022+is+not+read"
    assert f"Press {SECRET}" in told(at)

    stopped(article, desk)

    assert "Look at the light" in told(at)
    assert f"Press {SECRET}" not in told(at)

    stopped(article, desk, position=1)

    assert "Look at the light" not in told(at)


def test_what_is_offered_as_an_answer_to_a_report_has_it_not(article, desk):
    stopped(article, desk)

    row = Article.objects.with_parts().get(pk=article.pk)
    answer = suggested_answer(make_report(), row, address=OWN)

    assert "1. Look at the light" in answer
    assert "2. Restart the computer" in answer
    assert SECRET not in answer
