"""One rule says what an email address is: an address that mail reaches, or a sentence that says what to do."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.lib.email_address import LONGEST, NotAnEmail, email_fault, email_of, is_email, tidied
from kb.lib.text import without_invisible
from kb.outbox.message import is_address

ADDRESS = "sam.example@desk.example.nhs.uk"
UNSEEN = ["\u200b", "\u200d", "\u2060", "\ufeff", "\xad", "\xa0", "\u202e", "\x00", "\u3164"]


@pytest.mark.parametrize("text", ["", "desk@example.org", "first.last+card@desk.example.nhs.uk", "O'Neil@EXAMPLE.org"])
def test_address_is_taken_as_it_is(text):
    assert email_of(text) == text
    assert email_fault(text, 254) == ""


@pytest.mark.parametrize("sign", UNSEEN)
def test_what_cannot_be_seen_is_taken_out_wherever_it_stands(sign):
    assert email_of(f"{sign}sam{sign}@exam{sign}ple.org{sign}") == "sam@example.org"


@pytest.mark.parametrize("sign", [*UNSEEN, " ", "\n\t"])
def test_text_of_which_nothing_can_be_seen_is_no_answer(sign):
    assert email_of(sign) == ""


@pytest.mark.parametrize(
    "typed",
    [
        "Sam Example <sam@example.org>",
        '"Example, Sam" <sam@example.org>',
        "Sam\xa0Example\xa0<sam@example.org>",
        "sam@old.example.org < sam@example.org >",
        "<sam@example.org>",
        "mailto:sam@example.org",
        "  sam@example.org\n",
    ],
)
def test_what_stands_around_an_address_is_left_behind(typed):
    assert email_of(typed) == "sam@example.org"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("someone@exämple.org", "someone@xn--exmple-cua.org"),
        ("someone@EXÄMPLE.org", "someone@xn--exmple-cua.org"),
        ("someone@exa\u0308mple.org", "someone@xn--exmple-cua.org"),
        ("someone@straße.example", "someone@xn--strae-oqa.example"),
        ("someone@例え.テスト", "someone@xn--r8jz45g.xn--zckzah"),
        ("someone@xn--exmple-cua.org", "someone@xn--exmple-cua.org"),
    ],
)
def test_domain_in_other_letters_becomes_what_mail_servers_call_it(typed, kept):
    assert email_of(typed) == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("desk", "Enter an email address in the correct format, like name@example.com."),
        ("a@example.org, b@example.org", "Enter one email address only."),
        ("a@b@example.org", "Enter one email address only."),
        ("a@example.org\nBcc: all@example.org", "Enter one email address only."),
        ("a b@example.org", "Take the spaces out"),
        ("a@example .org", "Take the spaces out"),
        ("@example.org", "Enter what stands before the @ sign too"),
        ("désk@example.org", "Mail cannot reach an address with “é” before the @ sign."),
        ('"sam"@example.org', 'with “"” before the @ sign.'),
        (".sam@example.org", "Check the full stops"),
        ("sam.@example.org", "Check the full stops"),
        ("sam..example@example.org", "Check the full stops"),
        (f"{'a' * 65}@example.org", "64 characters at most"),
        ("desk@", "Enter what stands after the @ sign too, like name@example.com."),
        ("a@b", "“b” is no name of a mail server."),
        ("a@.org", "“.org” is no name of a mail server."),
        ("a@example.org.", "“example.org.” is no name of a mail server."),
        ("a@-example.org", "is no name of a mail server."),
        ("a@exa_mple.org", "is no name of a mail server."),
        ("a@☃.example", "“☃.example” is no name of a mail server."),
        ("a@192.0.2.1", "is no name of a mail server."),
        ("a@[192.0.2.1]", "is no name of a mail server."),
        ("a@xn--a.org", "is no name of a mail server."),
        (f"a@{'b' * 64}.org", "is no name of a mail server."),
        pytest.param("ä." * 1_000_000 + "@", "254 characters at most.", id="a book"),
        ("a@" + "ä" * 1_900, "is no name of a mail server."),
        (f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 63}.org", "254 characters at most; this one has 260."),
    ],
)
def test_what_is_wrong_is_said(typed, said):
    with pytest.raises(NotAnEmail) as wrong:
        email_of(typed)

    assert said in str(wrong.value)
    assert tidied(typed) == typed
    assert email_fault(typed, 254) == f"'{typed}' is not an email address. {wrong.value}"


def test_address_in_a_file_that_is_not_in_its_plain_form_is_told_it():
    assert email_fault("Sam <sam@example.org>", 254).endswith("is not an email address. Write sam@example.org.")
    assert email_fault("\u200b", 254).endswith("Nothing of it can be seen.")


def test_address_that_is_too_long_for_its_place_is_refused():
    assert email_fault(ADDRESS, 20) == "Shorten the email to 20 characters; it has 31."


@given(st.text(alphabet=st.one_of(st.sampled_from("a.@<> -ä\u200b\xa0,\r\n\0xn"), st.characters()), max_size=60))
def test_every_text_is_an_address_that_mail_takes_or_is_refused_in_words(typed):
    address = ""
    with suppress(NotAnEmail):
        address = email_of(typed)
    assert is_email(address) or email_fault(typed, 254) or not without_invisible(typed).strip()
    if address:
        assert address.isascii()
        assert address.isprintable()
        assert len(address) <= LONGEST
        assert is_address(address), "the outbox would leave it out"
        assert email_of(address) == address
        assert is_email(address)


@given(st.lists(st.tuples(st.integers(0, len(ADDRESS)), st.sampled_from(UNSEEN)), max_size=8))
def test_address_survives_whatever_unseen_was_pasted_into_it(pasted):
    typed = ADDRESS
    for place, sign in pasted:
        typed = typed[:place] + sign + typed[place:]

    assert email_of(typed) == ADDRESS


@given(st.text(alphabet="abcäöéłñ", min_size=1, max_size=20), st.sampled_from(["{}", "Sam <{}>", "mailto:{}"]))
def test_any_such_domain_is_reached_and_told_once(label, around):
    address = email_of(around.format(f"sam@{label}.example"))

    assert is_address(address)
    assert email_of(address) == address
