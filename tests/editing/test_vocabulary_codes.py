"""The pages of error codes: finding, saying what one means, and what a change would do before it is made."""

import pytest

from kb.accounts.models import AuditEntry
from kb.catalogue.contents import AnsweredMeaning
from kb.catalogue.lookup import look_up
from kb.catalogue.models import Article, ErrorCode
from kb.catalogue.reading import code_entry
from tests.editing.pages import words
from tests.make import make_article, make_code, make_draft, make_meaning

pytestmark = pytest.mark.django_db
ALL, NEW = "/edit/codes/", "/edit/add-code/"


def page(code, what=""):
    return f"{ALL}{code.pk}/{what}"


def entry(code):
    return code_entry(ErrorCode.objects.whole().get(pk=code.pk))


def seen(code):
    return entry(code).fingerprint


def typed(known=None, /, **changed):
    given = {"code": "ERR5022", "meaning_1_words": "The card is locked.", "position": "0", "press": "do"}
    return given | ({"seen": seen(known), "meaning_1_key": "main"} if known else {}) | changed


def listed(client, **asked):
    answer = client.get(ALL, asked).content.decode()
    return [part.split("<")[0] for part in answer.split('class="kb-code" href="')[1:] for part in [part.split(">")[1]]]


# --- The list ------------------------------------------------------------------------------------------------------


def test_editor_finds_a_code_by_any_spelling_by_its_meaning_and_by_what_is_wrong_with_it(signed_in, editor):
    make_code("ERR5022", spellings=("TCK_LOCKED",), meaning="The card is locked.", where="Windows: sign-in")
    make_code("400_xxx", meaning="Sign-in failed.")
    make_code("400_645", family="400_xxx", meaning="No role.")
    make_article(codes=("400_xxx",))
    client = signed_in(editor)

    assert listed(client) == ["400_645", "400_xxx", "ERR5022"]
    assert listed(client, q="err-5O22") == listed(client, q="tck locked") == ["ERR5022"]
    assert listed(client, q="card is lock") == listed(client, where="windows") == ["ERR5022"]
    assert listed(client, family=str(ErrorCode.objects.get(display="400_xxx").pk)) == ["400_645"]
    assert listed(client, alone="on") == ["400_645", "ERR5022"]
    assert listed(client, acts="IT") == []
    assert "Show everything" in words(client.get(ALL, {"acts": "IT"}))


def test_editor_reads_a_code_and_changes_nothing(signed_in, editor):
    code = make_code(meaning="The card is locked.", spellings=("Error 5022",))
    client = signed_in(editor)

    said = words(client.get(page(code)))

    assert "The card is locked." in said
    assert "Error 5022" in said
    assert "Save the code" not in said
    assert [client.get(one).status_code for one in (NEW, page(code, "rename/"), page(code, "merge/"))] == [404] * 3
    posts = (NEW, page(code), *(page(code, one) for one in ("rename/", "merge/", "remove/")))
    assert [client.post(one, typed(code)).status_code for one in posts] == [404] * 5


def test_strangers_are_asked_to_sign_in_and_others_find_nothing(client, signed_in, desk):
    code = make_code()

    assert client.get(page(code)).status_code == 302
    assert signed_in(desk).get(page(code)).status_code == signed_in(desk).get(ALL).status_code == 404


# --- What it means ---------------------------------------------------------------------------------------------------


def test_reviewer_adds_a_code(signed_in, reviewer):
    answer = signed_in(reviewer).post(
        NEW, typed(meaning_1_acts="IT", meaning_1_stops="on", spellings="Error 5022\nlocked 5022"), follow=True
    )

    assert "ERR5022: saved." in words(answer)
    (meaning,) = entry(look_up("locked 5022").only).meanings
    assert (meaning.words, meaning.acts, meaning.stops) == ("The card is locked.", "IT", True)
    assert AuditEntry.objects.latest("pk").actor == reviewer


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"code": ""}, "Enter the code."),
        ({"code": "!!"}, "holds no letter or figure"),
        ({"code": "err 1"}, "already the code ERR1"),
        ({"spellings": "ERR1"}, "already the code ERR1"),
        ({"spellings": "err-5022"}, "is written twice"),
        ({"meaning_1_words": ""}, "Enter the meaning."),
        ({"meaning_1_words": "Ask about NHS number 943 476 5919."}, "NHS number"),
        ({"position": "first"}, "Enter a whole number, such as 12."),
        ({"family": "500_xxx"}, "Select one of the choices shown."),
    ],
)
def test_what_is_refused_is_said_and_nothing_typed_is_lost(signed_in, reviewer, changed, said):
    make_code("ERR1")

    answer = signed_in(reviewer).post(NEW, typed(meaning_1_where="Windows: sign-in", **changed))

    assert answer.status_code == 422
    assert said in words(answer)
    assert "Windows: sign-in" in answer.content.decode()
    assert ErrorCode.objects.count() == 1


def test_second_meaning_gets_a_key_and_names_of_its_own(signed_in, reviewer):
    code = make_code(meaning="Busy.", where="Windows")

    signed_in(reviewer).post(
        page(code),
        typed(
            code,
            meaning_1_words="Busy.",
            meaning_1_where="Windows",
            meaning_2_words="Gone.",
            meaning_2_where="Identity Agent: tray",
            meaning_2_spellings="TCK_GONE",
        ),
    )

    assert [(one.key, one.words) for one in entry(code).meanings] == [
        ("main", "Busy."),
        ("identity-agent-tray", "Gone."),
    ]
    assert look_up("TCK_GONE").chosen.words == "Gone."


def test_meaning_that_an_article_answers_is_not_emptied_away(signed_in, reviewer):
    code = make_code(meanings=(make_meaning("card", "Windows"), make_meaning("agent", "Identity Agent")))
    make_article(codes=("ERR5022",), meanings=(AnsweredMeaning("ERR5022", "agent"),))

    answer = signed_in(reviewer).post(page(code), typed(code, meaning_1_where="Windows", meaning_1_key="card"))

    assert answer.status_code == 422
    assert "answers a meaning that is to go: change that article first." in words(answer)


def test_what_somebody_changed_meanwhile_is_not_written_over_unseen(signed_in, reviewer):
    code = make_code()
    before = typed(code)
    make_code(meaning="Theirs.")

    answer = signed_in(reviewer).post(page(code), before)

    assert answer.status_code == 409
    assert "Somebody changed this since you opened the page." in words(answer)
    assert "The card is locked." in answer.content.decode()
    assert entry(code).meanings[0].words == "Theirs."


def test_saving_is_looked_at_first_and_nothing_is_written(signed_in, reviewer):
    code = make_code(spellings=("TCK_LOCKED",))
    article = make_article(codes=("ERR5022",))
    edits = AuditEntry.objects.count()

    answer = words(signed_in(reviewer).post(page(code), typed(code, press="look", spellings="TCK_SHUT")))

    assert "TCK_LOCKED Now: ERR5022 Then: no code that is known" in answer
    assert "TCK_SHUT Now: no code that is known Then: ERR5022" in answer
    assert article.title in answer
    assert "Nothing is changed yet." in answer
    assert (look_up("TCK_LOCKED").only, AuditEntry.objects.count()) == (code, edits)


def test_history_says_who_changed_what(signed_in, reviewer):
    code = make_code(meaning="Old words.")
    client = signed_in(reviewer)

    client.post(page(code), typed(code))

    said = words(client.get(page(code)))
    assert reviewer.name in said
    assert "Old words" in said.partition("History")[2]


# --- All of it -------------------------------------------------------------------------------------------------------


def test_renaming_a_family_says_who_leaves_and_who_could_join_and_which_searches_move(signed_in, reviewer):
    family = make_code("400_xxx")
    make_code("400_645", family="400_xxx")
    make_code("401_111")
    client, address = signed_in(reviewer), page(family, "rename/")

    looked = words(client.post(address, {"name": "401_xxx", "seen": seen(family), "press": "look"}))
    done = client.post(
        address, {"name": "401_xxx", "joining": ["401_111"], "seen": seen(family), "press": "do"}, follow=True
    )

    assert "No longer of the family, since 401_xxx does not hold them: 400_645." in looked
    assert "401_612 Now: no code that is known Then: 401_xxx, as one of the family" in looked
    assert "Which of these are one of the family?" in looked
    assert "400_xxx is now 401_xxx. The old name leads here." in words(done)
    assert [one.display for one in family.members.all()] == ["401_111"]


def test_merging_says_what_moves_and_moves_it(signed_in, reviewer):
    code, into = make_code("ERR2", meaning="This goes."), make_code("ERR1")
    article = make_article(codes=("ERR2",))
    client, address = signed_in(reviewer), page(code, "merge/")

    looked = words(client.post(address, {"into": "err 1", "seen": seen(code), "press": "look"}))
    wrong = client.post(address, {"into": "ERR9", "seen": seen(code), "press": "do"})
    done = client.post(address, {"into": "err 1", "seen": seen(code), "press": "do"}, follow=True)

    assert "This meaning of ERR2 goes: This goes." in looked
    assert "ERR2 Now: ERR2 Then: ERR1" in looked
    assert article.title in looked
    assert (wrong.status_code, "There is no one code 'ERR9'." in words(wrong)) == (422, True)
    assert "ERR2 is merged into ERR1. Its names lead here." in words(done)
    assert list(Article.objects.filter(code_uses__code=into)) == [article]


def test_code_that_something_names_cannot_be_removed_and_says_what_does(signed_in, reviewer, editor):
    code = make_code()
    make_draft(by=editor, codes=("err 5022",))
    client, address = signed_in(reviewer), page(code, "remove/")

    assert "1 draft names it" in words(client.get(address))
    client.post(address, {"seen": seen(code), "press": "do"})

    assert ErrorCode.objects.filter(pk=code.pk).exists()


def test_code_that_nothing_names_is_removed(signed_in, reviewer):
    code = make_code()
    client, address = signed_in(reviewer), page(code, "remove/")

    looked = words(client.post(address, {"seen": seen(code), "press": "look"}))
    done = client.post(address, {"seen": seen(code), "press": "do"}, follow=True)

    assert "ERR5022 Now: ERR5022 Then: no code that is known" in looked
    assert "ERR5022: removed." in words(done)
    assert not ErrorCode.objects.exists()
    assert client.get(page(code)).status_code == 404


def test_meaning_is_one_sentence_however_it_was_pasted(signed_in, reviewer):
    signed_in(reviewer).post(NEW, typed(meaning_1_words="The card\r\n is locked. "))

    assert ErrorCode.objects.get().meanings.get().words == "The card is locked."


def test_meaning_that_turns_round_is_refused_beside_its_box(signed_in, reviewer):
    answer = signed_in(reviewer).post(NEW, typed(meaning_1_words="The card \u202eis locked."))

    assert answer.status_code == 422
    assert 'href="#id_meaning_1_words"' in answer.content.decode()
    assert not ErrorCode.objects.exists()


def test_meanings_change_places_with_all_that_was_typed_and_nothing_is_saved_yet(signed_in, reviewer):
    code = make_code(
        "ERR5022", meanings=(make_meaning("card", "The card"), make_meaning("windows", "Windows", stops=True))
    )
    said = {"meaning_1_words": "Typed just now.", "meaning_1_where": "The card", "meaning_1_key": "card"}
    other = {
        "meaning_2_words": "Locked.",
        "meaning_2_where": "Windows",
        "meaning_2_key": "windows",
        "meaning_2_stops": "on",
    }
    client = signed_in(reviewer)
    before = entry(code)

    form = client.post(page(code), typed(code) | said | other | {"press": "up 2"}).context["form"]
    sent = {box.html_name: box.value() for box in form if box.value() not in (None, False, "")}
    unsaved = entry(code)
    client.post(page(code), sent | {"press": "do"})

    assert unsaved == before
    after = entry(code)
    assert [(meaning.key, meaning.words, meaning.stops) for meaning in after.meanings] == [
        ("windows", "Locked.", True),
        ("card", "Typed just now.", False),
    ]


@pytest.mark.parametrize("press", ["up 1", "down 9", "up 0", "up 99", "sideways 2"])
def test_what_cannot_move_loses_nothing(signed_in, reviewer, press):
    code = make_code("ERR5022", meanings=(make_meaning("card", "The card"), make_meaning("windows", "Windows")))
    before = entry(code)

    signed_in(reviewer).post(page(code), {"press": press, "seen": seen(code)})

    assert entry(code) == before
