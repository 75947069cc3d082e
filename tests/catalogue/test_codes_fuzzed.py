"""Laws of codes that hold for any text. Bare: no database."""

import gc
import re
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kb.catalogue import codes
from kb.catalogue.codes import Family, Key, MatchKind
from kb.catalogue.codes.spoken import spoken

ANY_TEXT = st.text(st.characters(codec=None), max_size=60)  # lone surrogates too
SEPARATORS = st.text(st.sampled_from(" _-./:\t–\u00a0#"), max_size=3)
CODE = st.from_regex(r"[A-Z]{1,6}[0-9]{2,6}[A-Z]?", fullmatch=True)
STEM = st.from_regex(r"[A-Z]{0,4}[0-9]{1,4}", fullmatch=True)


@st.composite
def spellings(draw, keys=CODE):
    """A key, and the same with any separators in it and in any case. A colon before a lone figure is no separator:
    Magicard 5:2 is not Magicard 52."""
    key = draw(keys)
    signs = [draw(SEPARATORS) + (sign.lower() if draw(st.booleans()) else sign) for sign in key]
    text = "".join(signs) + draw(SEPARATORS)
    assume(not re.search(r"[0-9][^A-Za-z0-9]*:[^A-Za-z0-9]*[0-9][^A-Za-z0-9]*(?:[A-Za-z]|$)", text))
    return key, text


@st.composite
def registers(draw):
    """Some codes, no two with the same key."""
    texts = draw(st.lists(CODE, unique=True, max_size=5))
    families = draw(st.lists(st.builds("{}_{}".format, STEM, st.sampled_from(["xx", "xxx"])), unique=True, max_size=3))
    keys = [Key(number, text) for number, text in enumerate(texts)]
    return keys + [Key(100 + number, text, Family.parse(text)) for number, text in enumerate(families)]


@given(ANY_TEXT)
def test_normal_is_plain_and_the_same_when_asked_twice(text):
    key = codes.normal(text)

    assert re.fullmatch("[A-Z0-9]*(?:(?<=[0-9]):[0-9][A-Z0-9]*)*", key)
    assert codes.normal(key) == key


@given(ANY_TEXT)
def test_folded_follows_from_normal_and_is_the_same_when_asked_twice(text):
    fold = codes.folded(text)

    assert fold == codes.folded(codes.normal(text)) == codes.folded(fold)
    assert not set(fold) & set("OILS")


@given(spellings())
def test_case_and_separators_make_no_difference(spelling):
    key, text = spelling

    assert codes.normal(text) == key


@given(st.text(st.sampled_from("abcXYZ059 _-–./:"), max_size=30))
def test_address_of_a_code_has_the_key_of_the_code(display):
    """`ErrorCode.address_form` puts a hyphen for each space."""
    assert codes.normal("-".join(display.split())) == codes.normal(display)


@given(st.integers(100_000_000, 2**31))
def test_signed_decimal_and_hexadecimal_are_one_code(number):
    assert codes.normal(f"-{number}") == codes.normal(f"{2**32 - number:#x}")


@given(registers(), st.data())
def test_every_spelling_of_a_registered_code_is_that_code(keys, data):
    exact = [key for key in keys if key.family is None]
    assume(exact)
    wanted = data.draw(st.sampled_from(exact))
    _, typed = data.draw(spellings(st.just(wanted.text)))

    assert codes.match(typed, keys) == codes.Match(MatchKind.EXACT, (wanted.owner,))


@given(registers(), spellings())
def test_spellings_of_an_unregistered_code_all_get_the_same_answer(keys, spelling):
    key, typed = spelling
    # "no. 123" is a number with words before it, "NO123" a code.
    assume(len(codes.readings(typed)) == len(codes.readings(key)))

    assert codes.match(typed, keys) == codes.match(key, keys)


@given(registers(), st.one_of(ANY_TEXT, CODE, spellings().map(lambda pair: pair[1]), STEM))
def test_match_is_only_what_its_kind_says(keys, typed):
    found = codes.match(typed, keys)
    normals = {codes.normal(text) for text in codes.readings(typed)}
    folds = {codes.folded(text) for text in codes.readings(typed)}

    for owner in found.owners:
        key = next(key for key in keys if key.owner == owner)
        is_so = {
            MatchKind.EXACT: key.normal in normals,
            MatchKind.MISREAD: key.normal not in normals and codes.folded(key.text) in folds,
            MatchKind.FAMILY: bool(key.family)
            and any(key.family.folded.holds(fold) or key.family.folded.is_named_by(fold) for fold in folds),
            MatchKind.NUMBER: codes.bare(key.text) in normals or key.normal in normals,
        }
        assert is_so[found.kind]
    assert bool(found.owners) == (found.kind != MatchKind.UNKNOWN)


@given(registers(), st.one_of(ANY_TEXT, CODE), st.randoms(use_true_random=False))
def test_order_of_the_register_makes_no_difference(keys, typed, random):
    shuffled = list(keys)
    random.shuffle(shuffled)

    one, other = codes.match(typed, keys), codes.match(typed, shuffled)

    assert (one.kind, one.misread, set(one.owners)) == (other.kind, other.misread, set(other.owners))


@given(registers(), CODE, st.data())
def test_one_character_more_is_another_code(keys, code, data):
    """Whatever else is known, a code is not found exactly by a longer one."""
    place = data.draw(st.integers(0, len(code)))
    typed = code[:place] + data.draw(st.sampled_from("ABCDEF2346789")) + code[place:]
    own = Key(-1, code)

    found = codes.match(typed, [*keys, own])

    assert found.kind not in {MatchKind.EXACT, MatchKind.MISREAD} or -1 not in found.owners


@given(ANY_TEXT)
def test_asking_whether_it_looks_like_a_code_never_fails(text):
    assert codes.looks_like_one(text) in {True, False}


@given(ANY_TEXT)
def test_windows_are_parts_of_the_text(text):
    found = codes.windows(text)

    assert all(text[window.start : window.end] == window.text for window in found)
    assert len(found) <= codes.WIDEST_WINDOW * len(text)


def seconds(number_of_keys: int) -> float:
    keys = [Key(number, f"ERR{number:05}") for number in range(number_of_keys)]
    keys += [Key(-number, f"{number}_xxx", Family.parse(f"{number}_xxx")) for number in range(100, 200)]
    gc.collect()
    begun = time.process_time()
    codes.match("error code: WRN-77777", keys)
    return time.process_time() - begun


@pytest.mark.wide
def test_four_times_the_codes_are_about_four_times_the_work():
    short = min(seconds(1_000) for _ in range(3))
    long = min(seconds(4_000) for _ in range(3))

    assert long < 10 * short


@pytest.mark.wide
@pytest.mark.parametrize(
    "piece",
    [
        *("NET::", "A_", "a", "1:2", ": ", "ERR_CERT_", "0x", "x", "-", "a-", "error 1", "Code n ", "400_", "ERR_*"),
        *("one thousand and ", "double ", "dash one ", "zero x a ", "four hundred six ", "one ", "o ", "million "),
    ],
)
def test_work_grows_as_the_text_does(piece):
    def seconds_of(times: int) -> float:
        text = piece * times
        gc.collect()
        begun = time.process_time()
        codes.normal(text)
        codes.windows(text)
        spoken(text)
        assert list(codes.codes_in(text)) is not None
        assert codes.looks_like_one(text) in {True, False}
        return time.process_time() - begun

    short = min(seconds_of(500) for _ in range(3))
    long = min(seconds_of(2_000) for _ in range(3))

    assert long < 10 * short + 0.05


@pytest.mark.wide
@pytest.mark.parametrize("text", ["error " * 40, "err-" * 50, "- " * 100, "(" * 200, "0" * 200, "code no. " * 25])
def test_hostile_texts_are_answered_at_once(text):
    begun = time.process_time()
    codes.match(text, [Key(1, "ERR5022"), Key(2, "400_xxx", Family.parse("400_xxx"))])
    codes.looks_like_one(text)

    assert time.process_time() - begun < 0.5
