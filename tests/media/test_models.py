"""The database refuses a blob that cannot be right."""

import pytest
from django.db import IntegrityError, transaction

from kb.media.models import Blob

pytestmark = pytest.mark.django_db


def make_blob(**facts):
    return Blob.objects.create(
        **{"name": "a.png", "content": b"x", "content_type": "image/png", "size": 1, "sha256": "0" * 64} | facts
    )


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"name": "taken.png"}, "media_blob_name_unique"),
        ({"size": -1}, "media_blob_size_not_negative"),
        ({"sha256": "0" * 63}, "media_blob_sha256_of_64"),
        ({"sha256": ""}, "media_blob_sha256_of_64"),
    ],
)
def test_wrong_blob_is_refused_by_the_constraint_of_that_name(facts, constraint):
    make_blob(name="taken.png")

    # SQLite names a check but, for uniqueness, the column.
    with pytest.raises(IntegrityError, match=rf"{constraint}|media_blob\.name"), transaction.atomic():
        make_blob(**facts)

    assert Blob.objects.count() == 1
    assert constraint in {each.name for each in Blob._meta.constraints}


def test_empty_file_is_a_blob():
    blob = make_blob(content=b"", size=0)

    assert str(blob) == "a.png"
