"""Images that nothing shows any more go after thirty days; what shows them keeps them. Empty drafts go, too."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from kb.catalogue import actions
from kb.catalogue.models import Image
from kb.editing.drafts import actions as drafting
from kb.editing.drafts.housekeeping import KEPT, UNTOUCHED, clear_images, clear_untouched
from kb.editing.models import Draft, NewCode
from kb.lib.markdown import picture_mark
from kb.media.models import Blob
from tests.editing.conftest import NOON, last
from tests.make import make_article, make_document, make_draft, make_snippet

pytestmark = pytest.mark.django_db

A_MINUTE = timedelta(minutes=1)


def uploaded(number: int = 1) -> Image:
    name = f"{number:032x}-1x1.png"
    image = actions.take_in_image(data=b"a picture", name=name, alt="A dialog", by=None)
    Image.objects.filter(pk=image.pk).update(shown_at=NOON)
    return image


def mark(image: Image) -> str:
    return picture_mark(image.name, image.alt)


def is_here(image: Image) -> bool:
    return Image.objects.filter(pk=image.pk).exists()


def save(draft: Draft, *, by, background: str, now) -> None:
    document = replace(last(draft).document, background=background)
    drafting.save(draft=draft, document=document, base_revision=draft.number, by=by, now=now)


def test_image_that_was_taken_out_is_kept_for_its_time_from_then_on(editor):
    image = uploaded()
    draft = make_draft(by=editor, background=mark(image))
    much_later = NOON + 3 * KEPT

    assert clear_images(much_later) == 0
    save(draft, by=editor, background="Without", now=much_later + A_MINUTE)
    assert clear_images(much_later + KEPT) == 0
    assert clear_images(much_later + A_MINUTE + KEPT) == 1
    assert not is_here(image)
    assert not Blob.objects.exists()


def test_discarded_draft_keeps_its_image_for_its_time(editor):
    image = uploaded()
    draft = make_draft(by=editor, background=mark(image))
    drafting.discard(draft=draft, by=editor, now=NOON + KEPT)

    assert clear_images(NOON + 2 * KEPT - A_MINUTE) == 0
    assert clear_images(NOON + 2 * KEPT) == 1


def test_text_that_waits_beside_a_draft_keeps_its_image_until_it_is_put_away(editor):
    image, draft = uploaded(), make_draft(by=editor)
    document = replace(make_document(), background=mark(image))
    unsaved_text = drafting.keep_unsaved_text(draft=draft, document=document, base_revision=0, by=editor)

    assert clear_images(NOON + KEPT) == 0
    drafting.settle_unsaved_text(unsaved_text=unsaved_text, by=editor, now=NOON + KEPT)
    assert clear_images(NOON + 2 * KEPT - A_MINUTE) == 0
    assert clear_images(NOON + 2 * KEPT) == 1


def test_past_version_and_snippet_keep_theirs_for_ever():
    in_version, in_snippet, loose = (uploaded(number) for number in range(3))
    article = make_article(background=mark(in_version))
    actions.put_live(make_document(slug=article.slug), actions.Publication(by=None, article=article))
    actions.withdraw(article=article, by=None, why="Out of date")
    make_snippet(body=mark(in_snippet))

    clear_images(NOON + timedelta(days=3650))

    assert [is_here(image) for image in (in_version, in_snippet, loose)] == [True, True, False]


# --- Drafts that somebody only looked at ----------------------------------------------------------------------------


def test_draft_in_which_nobody_wrote_goes_and_any_other_stays(editor):
    looked_at = drafting.begin(by=editor, now=NOON)
    written = drafting.begin(by=editor, now=NOON)
    save(written, by=editor, background="Words", now=NOON)
    from_code = drafting.begin(by=editor, origin="code ERR5023", now=NOON)
    with_code = drafting.begin(by=editor, now=NOON)
    NewCode.objects.create(draft=with_code, display="ERR9001", normal="ERR9001", meaning="Unknown", by=editor)
    change = make_draft(by=editor, article=make_article())

    assert clear_untouched(NOON + UNTOUCHED - A_MINUTE) == 0
    assert clear_untouched(NOON + UNTOUCHED) == 1

    assert {*Draft.objects.all()} == {written, from_code, with_code, change}
    assert not Draft.objects.filter(pk=looked_at.pk).exists()


def test_home_lists_a_draft_once_something_stands_in_it(client_of_editor):
    begun = client_of_editor.post(reverse("editing:new"))
    home = reverse("editing:home")
    before = client_of_editor.get(home).content.decode()
    draft = Draft.objects.get()

    save(draft, by=draft.begun_by, background="Words", now=NOON)

    assert begun["Location"] not in before
    assert begun["Location"] in client_of_editor.get(home).content.decode()
