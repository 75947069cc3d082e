"""A table of contacts read row by row, and what each row would do."""

import pytest

from kb.contacts.files.rules import NotATable, Outcome, key_of, planned, rows_of, text_of

HEAD = "kind,organisation,ods_code,name,phone,email,place,hours,out_of_hours_phone"


def plan(text, *held):
    return list(planned(rows_of(text), {key_of(one): one for one in held}))


def test_rows_are_created_changed_left_and_refused_each_with_its_line(content):
    here = content()
    ways = '01632 960999,desk@harbour.example.nhs.uk,"Level 2, East Wing",Mon-Fri 08:00-18:00,01632 960000'
    text = f"""{HEAD}
IT,Quay Hospital,q1,,01632 960100,,,,
,,,,,,,,

IT,HARBOUR hospital,X26,Harbour service desk,{ways}
IT,Bridge Hospital,,,01632 96010,,,whenever,
IT,quay hospital,,,01632 960101,,,,
"""
    rows = plan(text, here)

    assert [(row.line, row.outcome) for row in rows] == [
        (2, Outcome.CREATED),
        (5, Outcome.CHANGED),
        (6, Outcome.REFUSED),
        (7, Outcome.REFUSED),
    ]
    assert rows[0].content.ods_code == "Q1"
    assert rows[1].words == (
        "Organisation: Harbour Hospital → HARBOUR hospital",
        "Phone number: 01632 960445 → 01632 960999",
    )
    assert [words.split(":")[0] for words in rows[2].words] == ["Phone number", "When somebody answers"]
    assert rows[3].words == ("This desk stands on line 2 already. Keep one of them.",)


def test_row_that_says_what_is_here_does_nothing(content):
    cells = ",".join(f'"{cell}"' for cell in content().to_dict().values())
    assert [row.outcome for row in plan(f"{HEAD}\n{cells}\n", content())] == [Outcome.SAME]


def test_cell_marked_for_spreadsheets_is_read_as_it_was_meant():
    assert plan(f"{HEAD}\nIT,Quay,,'=1+1,01632 960100,,,,\n")[0].content.name == "=1+1"


def test_day_of_a_confirmation_in_a_file_of_content_is_read_over():
    rows = plan(f"{HEAD},confirmed\nIT,Quay,,,01632 960100,,,,,2026-03-01\n")
    assert [(row.outcome, row.words) for row in rows] == [(Outcome.CREATED, ())]


def test_columns_may_stand_in_any_order_and_only_two_are_needed():
    assert plan("Phone,Organisation,Kind\n01632 960100,Quay,ra\n")[0].title == (
        "Quay, Registration Authority (smartcard team)"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "There is no column kind and none organisation."),
        ("kind;organisation\n", "parted by semicolons"),
        ("kind,organisation,colour\n", "No column of contacts is called “colour”"),
        ("kind,organisation,kind\n", "A column stands twice"),
        ('kind,organisation\nIT,"Quay\n', "is not CSV"),
    ],
)
def test_what_is_no_table_is_told_with_what_to_do(text, told):
    with pytest.raises(NotATable, match=told):
        rows_of(text)


@pytest.mark.parametrize("data", ["organisation,£".encode("cp1252"), b"PK\0\0"])
def test_file_of_another_kind_is_told_how_to_be_saved(data):
    with pytest.raises(NotATable, match="CSV UTF-8"):
        text_of(data)
