"""A contact in its portable form: what is tidied, what is refused."""

import pytest

from kb.contacts.document import ContactContent, ContactRefused, folded


def fields_with_problems(content):
    return [problem.field for problem in content.problems()]


def test_spaces_are_tidied_and_codes_put_in_capitals():
    content = ContactContent.from_dict({"kind": "ra", "organisation": "  Harbour   Hospital ", "ods_code": "x26 "})

    assert content == ContactContent(kind="RA", organisation="Harbour Hospital", ods_code="X26")


def test_address_that_was_meant_is_kept_and_a_wrong_one_is_told_what_to_do():
    given = {"kind": "IT", "organisation": "Harbour Hospital"}
    meant = ContactContent.from_dict(given | {"email": "IT desk <it@exam\u200bple.org>"})
    wrong = ContactContent.from_dict(given | {"email": "désk@example.org"})

    assert (meant.email, meant.problems()) == ("it@example.org", [])
    (problem,) = wrong.problems()
    assert problem.field == "email"
    assert "with “é” before the @ sign" in problem.message


def test_contact_survives_the_way_to_plain_values_and_back(content):
    assert ContactContent.from_dict(content().to_dict()) == content()


def test_fingerprint_changes_with_any_part(content):
    prints = {content().fingerprint, content(place="Level 3").fingerprint, content(kind="RA").fingerprint}

    assert len(prints) == 3
    assert content().fingerprint == content().fingerprint


def test_unknown_part_is_refused_by_name():
    with pytest.raises(ContactRefused) as refused:
        ContactContent.from_dict({"kind": "IT", "fax": "01632 960001"})

    assert [problem.field for problem in refused.value.problems] == ["fax"]


def test_ordinary_contact_has_no_problems(content):
    assert content().problems() == []


@pytest.mark.parametrize("way", ["phone", "email", "place", "out_of_hours_phone"])
def test_one_way_to_reach_them_is_enough(only, way):
    known = only(**{way: {"email": "desk@example.org", "place": "Level 2"}.get(way, "01632 960445")})

    assert known.is_known
    assert known.problems() == []


def test_name_and_hours_alone_reach_nobody(only):
    unreachable = only(name="Service desk", hours="24 hours")

    assert not unreachable.is_known
    assert fields_with_problems(unreachable) == ["phone"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "HR"}, "kind"),
        ({"organisation": ""}, "organisation"),
        ({"organisation": "\u0301"}, "organisation"),
        ({"organisation": "ﷺ" * 100}, "organisation"),
        ({"organisation": "x" * 161}, "organisation"),
        ({"organisation": "Harbour\x00"}, "organisation"),
        ({"ods_code": "X-26"}, "ods_code"),
        ({"ods_code": "X" * 13}, "ods_code"),
        ({"phone": "ask reception"}, "phone"),
        ({"phone": "1" * 61}, "phone"),
        ({"out_of_hours_phone": "12"}, "out_of_hours_phone"),
        ({"email": "desk"}, "email"),
        ({"hours": "Mon-Fri 9-5"}, "hours"),
        ({"place": "x" * 201}, "place"),
    ],
)
def test_wrong_part_is_named_once(content, changes, field):
    assert fields_with_problems(content(**changes)) == [field]


def test_names_are_compared_without_capitals_accents_or_spaces():
    assert folded("  Ysbyty  LLŵyn ") == folded("ysbyty llwyn")
    assert folded("STRASSE") == folded("straße")
