"""The field for several files, in the markup of the design system."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from kb.lib.forms import FilesField, NHSForm


class Shots(NHSForm):
    shots = FilesField("Screenshots", hint="Up to five.", accept="image/png")


def test_several_files_are_kept_in_their_order():
    files = [SimpleUploadedFile(name, b"x") for name in ("one.png", "two.png")]

    form = Shots({}, MultiValueDict({"shots": files}))

    assert form.is_valid()
    assert form.cleaned_data["shots"] == files


def test_no_file_where_one_is_needed_is_said_in_our_words():
    form = Shots({}, MultiValueDict())

    assert form.errors["shots"] == ["Choose screenshots."]


def test_it_is_a_file_upload_of_the_design_system():
    html = str(Shots()["shots"].as_field_group())

    for said in (
        'data-module="nhsuk-file-upload"',
        'class="nhsuk-file-upload__input"',
        'accept="image/png"',
        "multiple",
        'aria-describedby="id_shots-hint"',
    ):
        assert said in html
