"""What of an article is searched, and under which keys its codes are found."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.catalogue.document import StepContent, SymptomContent
from kb.catalogue.models import Article
from kb.search.index.analysis import pair, stem
from kb.search.index.bm25 import FIRST_AVERAGES, impacts
from kb.search.index.rebuild import analysed
from kb.search.index.text import DECLARED, ELSEWHERE, IN_SYMPTOMS, MENTIONED, SEEN, IndexContext, analyse, segments
from tests.make import make_article, make_code, make_document, make_service, make_snippet, make_vendor

NONE = IndexContext()


def words(**facts) -> dict[str, int]:
    return dict(analyse(make_document(**facts), NONE).words)


def weights(**facts) -> dict[str, int]:
    return {keys.normal: keys.weight for keys in analyse(make_document(**facts), NONE).codes}


@pytest.mark.parametrize(
    "facts",
    [
        {"title": "Gemplus"},
        {"summary": "Gemplus"},
        {"symptoms": (SymptomContent("EXACT", "Gemplus"),)},
        {"symptoms": (SymptomContent("SIGN", "Gemplus"),)},
        {"steps": (StepContent("USER", title="Gemplus", body="x"),)},
        {"steps": (StepContent("RA", title="x", body="Gemplus"),)},
        {"steps": (StepContent("IT", title="x", body="x", applies_to="Gemplus"),)},
        {"steps": (StepContent("IT", title="x", body="x", expected="Gemplus"),)},
        {"causes": ("Gemplus",)},
        {"background": "Gemplus"},
    ],
    ids=str,
)
def test_every_part_that_is_shown_is_searched(facts):
    assert words(**facts)["gemplus"] == 1


def test_names_and_snippets_are_searched_as_they_are_shown():
    context = IndexContext(
        names=("NHS Identity Agent",), snippets={"checks": ("General checks", "Look at the *chip*.")}
    )
    document = make_document(steps=(StepContent("USER", snippet="checks"),))

    found = analyse(document, context).words

    assert {"identity", "agent", "general", "chip"} <= set(found)
    assert ("shared", "USER", "General checks\nLook at the chip.") in list(segments(document, context))


def test_what_many_articles_share_speaks_for_none_of_them():
    context = IndexContext(snippets={"checks": ("General checks", "Look at the chip.")})
    shown = analyse(make_document(steps=(StepContent("USER", snippet="checks"),)), context)
    written = analyse(make_document(steps=(StepContent("USER", "General checks", "Look at the chip."),)), NONE)

    of_shown, of_written = (impacts(one.counts, one.lengths, FIRST_AVERAGES)["chip"] for one in (shown, written))

    assert 0 < of_shown * 3 < of_written
    assert pair(stem("general"), stem("checks")) in written.pairs - shown.pairs


@pytest.mark.parametrize(("number", "is_of_codes"), [(0, False), (3, False), (4, True)])
def test_article_that_answers_many_codes_is_a_list_of_them(number, is_of_codes):
    document = make_document(codes=tuple(f"ERR700{one}" for one in range(number)), mentions=("ERR9001", "ERR9002"))

    assert analyse(document, NONE).is_of_codes == is_of_codes


def test_words_of_a_link_to_a_setting_are_the_same_on_every_site(settings):
    body = 'Please [run it](setting:setup-checker "ask a colleague").'
    document = make_document(steps=(StepContent("USER", "Check", body),))
    kept = []
    for address in ("", "https://checker.example.org/"):
        settings.NAMED_ADDRESSES = {"setup-checker": address}
        kept.append(analyse(document, NONE))

    assert kept[0].digest == kept[1].digest
    assert ("USER", "Check · Please run it.") in kept[0].texts


def test_title_is_no_part_of_what_a_hit_shows_because_it_is_shown_anyway():
    found = analyse(
        make_document(title="Gemplus", steps=(StepContent("IT", title="Open", body="the *lid*"),)), NONE
    ).texts

    assert ("IT", "Open · the lid") in found
    assert "Gemplus" not in str(found)


def test_markdown_is_searched_as_its_reader_sees_it():
    found = words(background="See [the page](https://example.org/hidden) for **bold** `code`.")

    assert {"page", "bold", "code"} <= set(found)
    assert not {"hidden", "example", "https"} & set(found)


def test_exact_message_is_searched_as_it_stands():
    found = words(symptoms=(SymptomContent("EXACT", "<![LOG[Failure]LOG]!> *starred* [x](y)"),))

    assert {"log", "failure", "starred", "y"} <= set(found)


@pytest.mark.parametrize("odd", ["<![LOG[", "<![CDATA[", "<!--", "<", "&#xD800;", "</", "```", "[" * 500, "\u202egnp"])
def test_unclosed_markup_is_text(odd):
    assert words(background=f"Before {odd} after", causes=(odd + "x",))["before"] == 1


@pytest.mark.parametrize("title", ["Its", "Why does it", "Before using", "# Needs"])
def test_line_of_small_words_only_is_of_terms_that_the_article_has(title):
    found = analyse(make_document(title=title), NONE)

    assert found.lines[0]
    assert {term for line in found.lines for term in line} <= {
        term for count in found.counts.values() for term in count
    }


def test_title_keeps_its_content_once():
    found = analyse(make_document(title="The card is a card not read"), NONE)

    assert found.title == (stem("card"), stem("read"))


def test_code_weighs_most_where_the_article_is_its_answer():
    found = weights(
        codes=("ERR5022",),
        mentions=("PR20002",),
        symptoms=(SymptomContent("EXACT", "INF1014 and ERR5022"),),
        background="Once 0x80070005 and PR20002.",
    )

    assert found == {"ERR5022": DECLARED, "PR20002": MENTIONED, "INF1014": IN_SYMPTOMS, "0X80070005": ELSEWHERE}


def test_spellings_of_a_code_are_keys_of_their_own():
    context = IndexContext(spellings={"ERR1002": ("Error 1002", "1OO2")})

    found = analyse(make_document(codes=("ERR1002",)), context).codes

    assert {keys.normal for keys in found} == {"ERR1002", "ERROR1002", "1OO2"}
    assert {keys.weight for keys in found} == {DECLARED}


def test_family_has_its_stem_and_its_figures():
    (keys,) = analyse(make_document(codes=("400_xxx",)), NONE).codes

    assert (keys.stem, keys.digits) == ("400", 3)


def test_overlong_code_is_left_out():
    assert weights(background=f"A{'_B' * 200}") == {}


def test_digest_tells_any_change_of_what_is_searched():
    document = make_document(title="Card", slug="card", codes=("ERR5022",))
    facts = {"title": "Card", "slug": "card", "codes": ("ERR5022",)}

    assert analyse(document, NONE).digest == analyse(make_document(**facts), NONE).digest
    others = [
        analyse(make_document(**facts | {"summary": "Another."}), NONE),
        analyse(make_document(**facts | {"codes": ()}), NONE),
        analyse(make_document(**facts | {"mentions": ("ERR5022",), "codes": ()}), NONE),
        analyse(document, IndexContext(names=("Service",))),
        analyse(document, IndexContext(spellings={"ERR5022": ("5O22",)})),
    ]
    assert len({other.digest for other in others} | {analyse(document, NONE).digest}) == 6


@pytest.mark.django_db
def test_article_brings_what_it_names():
    make_service("identity-agent", name="Portcullis Agent")
    make_vendor("isosec", name="Isosec")
    make_snippet("checks", title="Checks", body="Wiggle it.")
    make_code("ERR1002", spellings=("Error 1002",))
    article = make_article(
        services=("identity-agent",), vendor="isosec", codes=("ERR1002",), steps=(StepContent("RA", snippet="checks"),)
    )

    found = analysed(Article.objects.with_parts().get(pk=article.pk))

    assert {"portcullis", "isosec", "wiggle"} <= set(found.words)
    assert {keys.normal for keys in found.codes} == {"ERR1002", "ERROR1002"}


LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)


@given(LINES, LINES, LINES)
def test_any_document_is_analysed(exact, cause, background):
    found = analyse(
        make_document(symptoms=(SymptomContent("EXACT", exact),), causes=(cause,), background=background), NONE
    )

    assert re.fullmatch("[0-9a-f]{64}", found.digest)
    assert all(len(keys.normal) <= 100 and len(keys.folded) <= 100 and len(keys.bare) <= 100 for keys in found.codes)


def test_what_a_hit_shows_has_no_marks_of_lists_and_no_link_targets():
    steps = (
        StepContent(
            "USER",
            title="Check:",
            body="- One\n- Two.\n\n1. First\n2. Second",
            expected="Both run. [`ERR5022`](/codes/ERR5022/) is gone.",
            applies_to="*Identity Agent*",
        ),
    )

    kept = dict(analyse(make_document(steps=steps), NONE).texts)

    assert kept["USER"] == ("Check: One · Two. First · Second · Identity Agent · Both run. ERR5022 is gone.")


def test_what_a_hit_shows_has_no_row_of_names():
    context = IndexContext(names=("Identity Agent", "Signing in"))

    assert not [text for _, text in analyse(make_document(), context).texts if "Signing in" in text]


def test_what_one_sees_is_told_apart_in_what_a_hit_shows():
    document = make_document(symptoms=(SymptomContent("SIGN", "The lamp is off."),))

    assert (SEEN, "The lamp is off.") in analyse(document, NONE).texts
