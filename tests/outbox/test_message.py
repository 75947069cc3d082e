"""What a finished message may hold, so that it can always be stored, and nothing in it can end a header."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.outbox.message import File, Mail, NotAnAddress, is_address, is_sender
from tests.make import make_mail

ADDRESSES = [
    "desk@example.org",
    "sam.o'hare+cards@example.co.uk",
    "desk@intranet",
    "sam@xn--mnchen-3ya.example",
    '"sam smith"@example.org',
]
NO_ADDRESSES = [
    "",
    " ",
    "desk",
    "@example.org",
    "desk@",
    "desk@example.org\nBcc: all@example.org",
    "desk@example.org\r\nBcc: all@example.org",
    "desk@example.org\r",
    "desk@example.org\u2028Bcc: all@example.org",
    "desk@example.org\0",
    "desk@example.org, all@example.org",
    "desk@example.org;all@example.org",
    "The desk <desk@example.org>",
    "<desk@example.org> all@example.org",
    "desk@example.org" + "x" * 320,
    "a" * 5000,
    "(",
    '"',
]


@pytest.mark.parametrize("text", ADDRESSES)
def test_address_is_known_as_one(text):
    assert is_address(text)
    assert make_mail(to=text).sound().to == text


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_anything_else_is_refused_and_not_repeated(text):
    with pytest.raises(NotAnAddress) as refused:
        make_mail(to=text).sound()
    assert str(refused.value) == ""


@given(st.text())
def test_no_text_makes_the_reader_of_addresses_stumble(text):
    assert is_address(text) in {True, False}
    assert is_sender(text) in {True, False}


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Smartcard help <cards@example.org>", True),
        ("cards@example.org", True),
        ("Smartcard help", False),
        ("Smartcard help <cards@example.org>\nBcc: all@example.org", False),
        ("", False),
    ],
)
def test_sender_may_have_a_name(text, is_one):
    assert is_sender(text) is is_one


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_wrong_address_to_reply_to_is_left_out_and_the_mail_goes(text):
    assert make_mail(reply_to=text).sound().reply_to == ""


def test_good_address_to_reply_to_stays():
    assert make_mail(reply_to="sam@example.org").sound().reply_to == "sam@example.org"


@pytest.mark.parametrize(
    ("subject", "kept"),
    [
        ("Report K7MW2QXR: ERR5022", "Report K7MW2QXR: ERR5022"),
        ("Report\r\nBcc: all@example.org", "Report Bcc: all@example.org"),
        ("a\u2028b\u0085c\x0bd\0e\ttab", "a b c d e tab"),
        ("  much   room ", "much room"),
        ("x" * 500, "x" * 200),
        ("Größe £5 😀", "Größe £5 😀"),
    ],
)
def test_subject_is_one_line(subject, kept):
    assert make_mail(subject=subject).sound().subject == kept


@pytest.mark.parametrize(
    ("name", "kept"), [('shot"\r\nX-Evil: 1.png', 'shot" X-Evil: 1.png'), (f"{'x' * 200}.png", "x" * 100)]
)
def test_name_of_a_file_is_one_line(name, kept):
    file = File(stored="a1.png", name=name, content_type="image/png")

    (sound,) = make_mail(files=(file,)).sound().files

    assert sound.name == kept


def test_what_postgresql_cannot_store_is_dropped_from_the_text():
    sound = make_mail(text="a\0b\ud800c", html="<p>\0</p>", bare_text="\0", bare_html="\udfff").sound()

    assert (sound.text, sound.html, sound.bare_text, sound.bare_html) == ("abc", "<p></p>", "", "")


@given(st.text(), st.text(), st.text())
def test_message_comes_back_from_its_row_as_it_was(subject, text, name):
    file = File(stored="a1.png", name=name, content_type="image/png")
    sound = make_mail(subject=subject, text=text, files=(file,)).sound()

    assert Mail.from_dict(json.loads(json.dumps(sound.to_dict()))) == sound
