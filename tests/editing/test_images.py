"""An image is seen by editors only until a live article shows it, and nothing but an image is ever stored."""

import re
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kb.catalogue import actions
from kb.catalogue.actions import NotPublishable
from kb.catalogue.document import StepContent
from kb.catalogue.models import Article, Image, Snippet
from kb.editing.drafts import actions as drafting
from kb.editing.editor import images
from kb.lib import markdown
from kb.lib.left_out import LEFT_OUT, LeftOut
from kb.media.models import Blob
from tests.make import make_article, make_category, make_document, make_draft, make_snippet
from tests.media.pictures import dialog, saved, upload

ALT = "A grey box that says ERR5022"


@pytest.fixture
def image(editor) -> Image:
    return actions.add_image(upload=BytesIO(saved(dialog(), "PNG")), name="shot.png", alt=ALT, by=editor)


def shows(image: Image) -> str:
    return markdown.picture_mark(image.name, image.alt)


def address(image: Image) -> str:
    return reverse("browse:image", args=[image.name])


def sent(**changed):
    told = {"image.alt": ALT, "image.free": "on", "image.into": "steps.1.body", "image.file": upload()}
    return {
        "base_revision": "1",
        "steps.1.audience": "USER",
        "steps.1.body": "Look.",
        "press": "image",
        **told,
        **changed,
    }


def test_image_is_put_into_the_text_that_was_chosen(editor, signed_in):
    draft = make_draft(by=editor)

    page = signed_in(editor).post(reverse("editing:edit", args=[draft.pk]), sent()).content.decode()

    assert re.search(r"Look\.\s+!\[A grey box that says ERR5022\]\(/images/[0-9a-f]{32}-320x200\.png\)", page)
    assert drafting.latest(draft).number == 1


PLACES = [
    ("one\ntwo", "1", "one\n\nIMAGE\n\ntwo"),
    ("one\n\ntwo", "3", "one\n\nIMAGE\n\ntwo"),
    ("- one\n- two", "3", "- one\n\n  IMAGE\n- two"),
    ("1. one\nWords", "4", "1. one\n\n   IMAGE\n\nWords"),
    ("| a |\n| --- |\n| b |\nWords", "2", "| a |\n| --- |\n| b |\n\nIMAGE\n\nWords"),
    ("é🙂\ntwo", "2", "é🙂\n\nIMAGE\n\ntwo"),
    ("\n\ntwo", "0", "IMAGE\n\ntwo"),
    *(("one\ntwo", at, "one\ntwo\n\nIMAGE") for at in ("", "7", "5", "99", "x", "-1", "²", "12345678")),
    ("", "0", "IMAGE"),
]


@pytest.mark.parametrize(("text", "at", "made"), PLACES)
def test_image_stands_behind_the_line_with_the_caret(editor, signed_in, text, at, made):
    told = sent(**{"steps.1.body": text, "image.at": at})

    page = signed_in(editor).post(reverse("editing:edit", args=[make_draft(by=editor).pk]), told)

    body = page.context["page"].groups[0].rows[0].form["body"].value()
    assert re.sub(r"!\[[^]]*\]\([^)]*\)", "IMAGE", body) == made


@pytest.mark.parametrize("left_out", LeftOut)
def test_where_not_all_of_it_came_the_text_is_in_the_page_again(editor, signed_in, left_out):
    draft = make_draft(by=editor)
    address = reverse("editing:edit", args=[draft.pk])
    told = sent(**{"image.file": "", "title": "A title that is new"})

    answer = signed_in(editor).post(address, told, **{LEFT_OUT: left_out})
    strangers = Client().post(address, told, **{LEFT_OUT: left_out})

    page = answer.content.decode()
    assert answer.status_code == left_out.status
    assert images.LEFT_OUT[left_out] in page
    assert "A title that is new" in page
    assert "Look." in page
    assert drafting.latest(draft).number == 1
    assert strangers.status_code == 403
    assert b"You are signed out, and your text is still here" in strangers.content
    assert b"A title that is new" in strangers.content


@pytest.mark.parametrize(
    ("changed", "said", "box"),
    [
        ({"image.alt": ""}, "Say what the image shows", "image.alt"),
        ({"image.alt": "a" * 301}, "300 characters", "image.alt"),
        ({"image.free": ""}, "Look whether details of patients", "image.free"),
        ({"image.file": ""}, "Choose an image.", "image.file"),
        ({"image.alt": "NHS number 943 476 5919"}, "seems to name a patient", "image.alt"),
    ],
)
def test_image_is_refused_with_what_to_do(editor, signed_in, changed, said, box):
    draft = make_draft(by=editor)

    page = signed_in(editor).post(reverse("editing:edit", args=[draft.pk]), sent(**changed))

    assert page.status_code == 422
    assert said in page.content.decode()
    assert "Look." in page.content.decode()
    assert re.search(rf'<input[^>]*name="{box}"[^>]* autofocus', page.content.decode())
    assert 'id="add-image" open' in page.content.decode()
    assert not Blob.objects.exists()


HOSTILE = [
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    b"<!doctype html><script>alert(1)</script>",
    b"GIF89a/*<script>alert(1)</script>",
    b"\x89PNG\r\n\x1a\n" + b"<script>" * 40,
    b"%PDF-1.7",
]


@pytest.mark.parametrize("data", HOSTILE)
@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.png"])
def test_what_is_no_image_is_never_stored(editor, signed_in, data, name):
    draft = make_draft(by=editor)

    page = signed_in(editor).post(reverse("editing:edit", args=[draft.pk]), sent(**{"image.file": upload(data, name)}))

    assert page.status_code == 422
    assert not Blob.objects.exists()


def test_image_of_a_draft_is_for_editors_only(image, editor, desk, signed_in):
    assert Client().get(address(image)).status_code == 404
    assert signed_in(desk).get(address(image)).status_code == 404
    seen = signed_in(editor).get(address(image))
    assert (seen.status_code, seen["Content-Type"]) == (200, "image/png")
    assert "no-store" in seen["Cache-Control"]


def live_with(image: Image) -> Article:
    return make_article(steps=(StepContent("USER", title="Look", body=f"Look.\n\n{shows(image)}"),))


def test_live_article_makes_its_image_public_and_the_image_can_be_kept(image):
    article = live_with(image)

    shown = Client().get(address(image))
    again = Client().get(address(image), headers={"If-None-Match": shown["ETag"]})

    assert (shown.status_code, again.status_code) == (200, 304)
    assert "Vary" not in shown
    assert f'alt="{ALT}"' in Client().get(article.get_absolute_url()).content.decode()


def test_withdrawn_or_expired_article_takes_its_image_back(image):
    article = live_with(image)
    Article.objects.filter(pk=article.pk).update(expires_at=timezone.now())
    assert Client().get(address(image)).status_code == 404

    Article.objects.filter(pk=article.pk).update(expires_at=None)
    actions.withdraw(article=article, by=None, why="Wrong")

    assert Client().get(address(image)).status_code == 404


def test_snippet_makes_its_image_public_for_as_long_as_it_shows_it(image):
    make_snippet("how-to-look", body=f"Look.\n\n{shows(image)}")
    shown = Client().get(address(image)).status_code
    make_snippet("how-to-look", body="Look.")

    assert (shown, Client().get(address(image)).status_code) == (200, 404)


def test_snippet_cannot_show_an_image_that_is_not_here(db):
    with pytest.raises(NotPublishable, match="A picture in this text is not here"):
        make_snippet(body=f"![x](/images/{'0' * 32}-1x1.png)")

    assert not Snippet.objects.exists()


def test_article_cannot_show_an_image_that_is_not_here(db):
    make_category()
    gone = f"![x](/images/{'0' * 32}-1x1.png)"

    with pytest.raises(NotPublishable, match="A picture in this text is not here"):
        actions.put_live(make_document(background=gone), actions.Publication(by=None))

    assert not Article.objects.exists()


@pytest.mark.parametrize("name", ["x.png", f"{'0' * 32}-1x1.png", "..", "a%00b.png"])
def test_name_that_leads_nowhere_is_not_found(db, name):
    assert Client().get(f"/images/{name}").status_code == 404
