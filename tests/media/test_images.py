"""A screenshot is painted anew; what is no picture is refused, and the person is told why."""

import time
import warnings
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kb.media import images
from kb.media.images import ImageRefused, repaint
from tests.media import pictures
from tests.media.pictures import PNG_START, chunk, dialog, noise, png, saved

BLUE, WHITE = (0, 94, 184), (255, 255, 255)


TOO_MANY = images.TOO_MANY_PIXELS.format(25)


def repainted(data: bytes, name: str = "screen.png") -> images.RepaintedImage:
    return repaint(BytesIO(data), name=name)


def seen(image: images.RepaintedImage) -> Image.Image:
    """What was stored, decoded again; it must be what it says it is."""
    picture = Image.open(BytesIO(image.data))
    picture.load()
    assert picture.size == (image.width, image.height)
    assert image.content_type == {"PNG": "image/png", "JPEG": "image/jpeg"}[picture.format]
    assert image.name.endswith({"PNG": ".png", "JPEG": ".jpg"}[picture.format])
    return picture


def is_about(colour: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return max(abs(a - b) for a, b in zip(colour, other, strict=True)) < 12


def reason_for(data: bytes, name: str = "screen.png") -> str:
    with pytest.raises(ImageRefused) as refused:
        repainted(data, name)
    assert refused.value.name == name
    return refused.value.reason


# --- What is taken in ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("image_format", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_picture_is_taken_in(image_format, mode):
    image = repainted(saved(dialog(mode), image_format))

    assert seen(image).size == (320, 200)


@pytest.mark.parametrize(
    ("mode", "image_format"),
    [("1", "PNG"), ("P", "PNG"), ("LA", "PNG"), ("RGBA", "PNG"), ("RGBA", "WEBP"), ("CMYK", "JPEG"), ("I;16", "PNG")],
)
def test_picture_of_any_mode_looks_as_before(mode, image_format):
    before = Image.new("L", (40, 40), 200).convert("I").point(lambda grey: grey * 257) if mode == "I;16" else dialog()
    before = before.convert(mode)

    after = seen(repainted(saved(before, image_format))).convert("RGB")

    expected = (200, 200, 200) if mode == "I;16" else before.convert("RGB").getpixel((300, 10))
    assert is_about(after.getpixel((after.width - 20, 10)), expected)


def test_photo_of_sixteen_bits_of_grey_keeps_its_shades():
    shades = Image.new("I", (3, 1))
    for place, grey in enumerate((0, 32_896, 65_535)):
        shades.putpixel((place, 0), grey)

    after = seen(repainted(saved(shades.convert("I;16"), "PNG")))

    assert [after.getpixel((place, 0))[0] for place in range(3)] == [0, 128, 255]


def test_what_lies_under_transparent_pixels_is_gone():
    hidden = Image.new("RGBA", (20, 20), (200, 0, 0, 0))

    image = repainted(saved(hidden, "PNG"))

    assert seen(image).getcolors() == [(400, WHITE)]


def test_colour_that_a_palette_calls_transparent_is_white():
    cut_out = dialog().convert("P", palette=Image.Palette.ADAPTIVE)
    blue = cut_out.getpixel((0, 0))

    image = repainted(saved(cut_out, "PNG", transparency=bytes([0] * (blue + 1))))

    assert seen(image).getpixel((0, 0)) == WHITE


def test_screenshot_keeps_every_pixel():
    image = repainted(saved(dialog(), "PNG"))

    assert image.content_type == "image/png"
    assert seen(image).tobytes() == dialog().tobytes()


def test_screenshot_saved_as_webp_stays_sharp():
    image = repainted(saved(dialog(), "WEBP", lossless=True), "screen.webp")

    assert image.name == "screen.png"
    assert seen(image).tobytes() == dialog().tobytes()


def test_nothing_but_what_is_seen_is_kept():
    image = repainted(pictures.located(), "photo.jpeg")

    picture = seen(image)
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not any(word in image.data for word in (b"Exif", b"of the tests", b"said in passing"))


def test_photo_is_turned_as_it_was_held():
    picture = seen(repainted(pictures.located(), "photo.jpeg"))

    assert picture.size == (200, 320)
    # The bar along the top of a picture on its side stands on the right.
    assert is_about(picture.convert("RGB").getpixel((190, 160)), BLUE)


def test_notes_that_cannot_be_read_are_no_reason_to_refuse():
    damaged = saved(dialog(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")

    assert seen(repainted(damaged)).size == (320, 200)


@pytest.mark.parametrize("image_format", ["PNG", "WEBP"])
def test_of_a_moving_picture_the_first_frame_is_taken(image_format):
    moving = saved(dialog(), image_format, save_all=True, append_images=[Image.new("RGB", (320, 200), "red")])

    picture = seen(repainted(moving)).convert("RGB")

    assert is_about(picture.getpixel((300, 10)), BLUE)


def test_what_is_hidden_behind_or_inside_a_picture_is_gone():
    text = chunk(b"tEXt", b"Comment\0" + pictures.SCRIPT)
    data = png(2, 2, b"\0ab\0cd", text) + pictures.HTML

    image = repainted(data)

    assert b"<script>" in data
    assert b"<script>" not in image.data
    assert not seen(image).info


def test_large_screenshot_is_made_smaller():
    image = repainted(saved(dialog(size=(3840, 2160)), "PNG"))

    assert seen(image).size == (2000, 1125)


def test_very_long_picture_keeps_its_shape_as_far_as_it_can():
    assert seen(repainted(saved(Image.new("RGB", (20_000, 3)), "PNG"))).size == (2000, 1)


@pytest.mark.parametrize("size", [(1600, 1500), (1200, 1200)])
def test_picture_that_does_not_pack_well_is_made_small_enough(size):
    image = repainted(saved(noise(size), "JPEG", quality=95), "noise.jpg")

    assert len(image.data) <= images.MOST_STORED
    assert seen(image).format == "JPEG"


def test_png_that_is_too_large_to_store_becomes_a_jpeg():
    image = repainted(saved(noise((900, 900)), "PNG"), "noise.png")

    assert (image.name, image.content_type) == ("noise.jpg", "image/jpeg")
    assert len(image.data) <= images.MOST_STORED
    assert seen(image).size == (900, 900)


def test_uploads_of_both_kinds_are_read_from_their_beginning(tmp_path):
    data = saved(dialog(), "PNG")
    in_memory = SimpleUploadedFile("screen.png", data)
    in_memory.read()
    with TemporaryUploadedFile("screen.png", "image/png", len(data), None) as on_disk:
        on_disk.write(data)

        assert repaint(in_memory, name="screen.png") == repaint(on_disk, name="screen.png")


def test_pictures_of_several_threads_are_all_painted():
    data = [saved(dialog(size=(100 + number, 50)), "PNG") for number in range(12)]

    with ThreadPoolExecutor(4) as pool:
        widths = [image.width for image in pool.map(repainted, data)]

    assert widths == [100 + number for number in range(12)]


def test_filter_of_warnings_is_as_before():
    before = list(warnings.filters)

    repainted(saved(dialog("P"), "PNG", transparency=b"\0\1\2"))
    reason_for(PNG_START)

    assert list(warnings.filters) == before


# --- What is refused -----------------------------------------------------------------------------------------------

PICTURE = saved(dialog(), "PNG")
PHOTO = saved(noise((60, 60)), "JPEG")
WEBP = saved(noise((60, 60)), "WEBP")
OTHERS = {
    "a web page": pictures.HTML,
    "a GIF": pictures.GIF,
    "an SVG drawing": pictures.SVG,
    "a PDF": pictures.PDF,
    "a HEIC photo": pictures.HEIC,
    "a TIFF picture": saved(dialog(), "TIFF"),
    "a BMP picture": saved(dialog(), "BMP"),
    "an AVIF picture": b"\0\0\0\x1cftypavif\0\0\0\0" + bytes(60),
    "a ZIP folder or an Office document": pictures.ZIP,
    "something other than a picture": b"ERR5022 as text",
}


@pytest.mark.parametrize("what", OTHERS)
@pytest.mark.parametrize("name", ["screen.png", "screen.gif", "screen.jpeg", "screen"])
def test_what_we_do_not_take_is_named_whatever_it_is_called(what, name):
    assert reason_for(OTHERS[what], name) == (
        f"The file is {what}, which we cannot take. Choose a PNG, JPEG or WebP picture, such as a screenshot."
    )


def test_gif_that_is_a_program_as_well_is_refused():
    assert "a GIF" in reason_for(pictures.GIF_AND_SCRIPT, "screen.png")


def test_empty_file_is_refused():
    assert reason_for(b"") == images.EMPTY


def test_file_above_eight_megabytes_is_refused_unread():
    upload = BytesIO(PICTURE + bytes(images.MOST_UPLOADED + 100_000))

    with pytest.raises(ImageRefused) as refused:
        repaint(upload, name="screen.png")

    assert refused.value.reason == images.TOO_LARGE
    assert upload.tell() <= images.MOST_UPLOADED + 1


def test_file_of_exactly_eight_megabytes_is_taken():
    assert repainted(PICTURE + bytes(images.MOST_UPLOADED - len(PICTURE))).width == 320


@pytest.mark.parametrize(
    ("width", "height"), [(5001, 5000), (10_000, 10_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1), (25_000_001, 1)]
)
def test_bomb_is_refused_before_it_goes_off(width, height):
    began = time.thread_time()

    assert reason_for(png(width, height, b"\0")) == TOO_MANY
    assert time.thread_time() - began < 0.1


def test_a_photo_may_have_twice_as_many_pixels_as_a_screenshot():
    """It is decoded in a smaller size."""
    assert repainted(saved(Image.new("L", (7000, 7000)), "JPEG")).width == 2000
    assert reason_for(saved(Image.new("L", (7072, 7072)), "JPEG")) == images.TOO_MANY_PIXELS.format(50)


def test_many_pictures_at_once_wait_in_a_short_line_and_the_rest_is_told_to_come_back(monkeypatch):
    monkeypatch.setattr(images, "LONGEST_WAIT", 0.5)
    picture = saved(dialog(), "PNG")

    def outcome(_: int) -> str:
        try:
            return images.repaint(BytesIO(picture), name="a.png").name
        except images.ImageRefused as refusal:
            return refusal.reason

    with ThreadPoolExecutor(16) as threads:
        with images._in_turn("one that takes long"):
            began = time.monotonic()
            refused = list(threads.map(outcome, range(16)))
        afterwards = outcome(0)

    assert refused == [images.BUSY] * 16
    assert time.monotonic() - began < 16 * 0.5 / images.MOST_WAITING + 5
    assert afterwards == "a.png"


def test_bomb_as_webp_is_refused():
    data = bytearray(saved(dialog(), "WEBP", lossless=True))
    # The size of a lossless WebP: fourteen bits each for width and height.
    data[21:25] = (16_383 - 1 | (16_383 - 1) << 14).to_bytes(4, "little")

    assert reason_for(bytes(data)) in {TOO_MANY, images.DAMAGED}


def test_picture_at_the_most_pixels_is_taken():
    data = png(5_000, 5_000, bytes(5_000 * 5_001))

    assert (repainted(data).width, len(data) < 60_000) == (2000, True)


def test_words_that_unpack_to_very_many_are_refused():
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(80_000_000)))

    assert reason_for(png(2, 2, b"\0ab\0cd", bomb)) == images.DAMAGED


def test_jpeg_of_very_many_scans_is_refused():
    progressive = saved(dialog(), "JPEG", progressive=True)
    last = progressive.rindex(b"\xff\xda")

    assert repainted(progressive).width == 320
    assert reason_for(progressive[:-2] + progressive[last:-2] * 200 + b"\xff\xd9") == images.DAMAGED


@pytest.mark.parametrize("whole", [PICTURE, PHOTO, WEBP], ids=["PNG", "JPEG", "WebP"])
@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.9])
def test_picture_that_is_cut_short_is_refused(whole, part):
    assert reason_for(whole[: max(12, int(len(whole) * part))]) == images.DAMAGED


@pytest.mark.parametrize("start", [PNG_START, b"\xff\xd8\xff\xe0", b"RIFF\x10\0\0\0WEBP"], ids=["PNG", "JPEG", "WebP"])
def test_picture_of_which_only_the_beginning_is_right_is_refused(start):
    assert reason_for(start + b"\0 nothing of the kind " * 20) == images.DAMAGED


@given(st.sampled_from([PICTURE, PHOTO, WEBP]), st.integers(0, 2000), st.binary(min_size=1, max_size=12))
def test_damage_of_any_kind_gives_a_picture_or_a_reason(whole, place, junk):
    place %= len(whole)
    damaged = whole[:place] + junk + whole[place + len(junk) :]

    try:
        outcome = seen(repainted(damaged)).format
    except ImageRefused as refused:
        outcome = refused.reason

    assert outcome in {"PNG", "JPEG", images.DAMAGED, TOO_MANY} or "which we cannot take" in outcome


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_refused_with_a_reason(data):
    assert reason_for(data).endswith(".")
