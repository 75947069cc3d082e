"""The address that brings a place along, and what a code is. Pure."""

from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from kb.contacts.place.rules import code_of, without_place


@given(st.lists(st.tuples(st.text("atAT%61 x=+", max_size=6), st.text("at&=% x", max_size=6)), max_size=5))
def test_what_is_left_of_a_query_never_leads_there_again(pairs):
    query = "&".join(f"{quote(name, safe='%=+ ')}={quote(value)}" for name, value in pairs)

    rest, asked = without_place(query)

    assert without_place(rest) == (rest, None)
    assert (asked is None) == (rest == query)


@given(st.text(max_size=20))
def test_a_code_is_capital_letters_and_figures_or_nothing(text):
    code = code_of(text)

    assert code == "" or (code.isascii() and code.isalnum() and code == code.upper() and len(code) <= 12)
