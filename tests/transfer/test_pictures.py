"""Images travel with the texts that show them, as the same bytes under the same name."""

from io import BytesIO

import pytest

from kb.catalogue import actions
from kb.catalogue.models import Image
from kb.lib.markdown import picture_mark
from kb.media.models import Blob
from kb.transfer.actions import FilesBroken, bring_in, left_behind, take_out
from tests.make import make_article, make_snippet
from tests.media.pictures import dialog, saved
from tests.transfer.conftest import SNIPPET

pytestmark = pytest.mark.django_db


def uploaded(by) -> Image:
    return actions.add_image(upload=BytesIO(saved(dialog(), "PNG")), name="shot.png", alt="A dialog", by=by)


def test_image_comes_back_on_another_site_as_it_was(editor, files, tmp_path):
    image, unused = uploaded(editor), uploaded(editor)
    make_snippet("general-checks", body=picture_mark(image.name, image.alt))
    make_article(background=picture_mark(image.name, "The dialog"), steps=())
    written = take_out(root=tmp_path)
    data = bytes(image.blob.content)
    make_snippet("general-checks", body="Look.")
    Image.objects.all().delete()
    Blob.objects.all().delete()
    for name in (SNIPPET, f"images/{image.name}"):
        files.write(name, tmp_path.joinpath(name).read_bytes())

    outcome = bring_in(root=files.root, by=None, replace=True)

    assert [name for name in written if name.startswith("images/")] == [f"images/{image.name}"]
    assert unused.name not in written
    assert outcome.added["image"] == 1
    back = Image.objects.get()
    assert (back.name, bytes(back.blob.content), back.snippets.get().slug) == (image.name, data, "general-checks")
    assert bring_in(root=files.root, by=None).did_nothing


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("320x200.png", b"<script>alert(1)</script>", "a web page"),
        ("320x200.png", saved(dialog(), "PNG")[:-40], "damaged"),
        ("321x200.png", saved(dialog(), "PNG"), "not the picture that its name says"),
        ("320x200.jpg", saved(dialog(), "PNG"), "not the picture that its name says"),
        ("320x200.png", None, "A picture in this text is not here"),
    ],
)
def test_file_that_is_not_that_image_stops_the_import(files, name, data, said):
    name = f"{'a' * 32}-{name}"
    if data is not None:
        files.write(f"images/{name}", data)
    files.edit(SNIPPET, "Look at the card.", f"![A dialog](/images/{name})")

    with pytest.raises(FilesBroken, match=said):
        bring_in(root=files.root, by=None)

    assert not Blob.objects.exists()


def test_image_that_no_text_shows_is_not_taken_in_and_is_named_as_left_behind(files):
    name = f"images/{'a' * 32}-320x200.png"
    files.write(name, saved(dialog(), "PNG"))

    files.bring_in()

    assert not Image.objects.exists()
    assert name in left_behind(files.root, [])
