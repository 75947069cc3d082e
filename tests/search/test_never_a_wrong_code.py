"""A number said in words is read whole or is no code, and what only looks like a code is none.

The answer is what `find` is sure of, with the codes that it names: a wrong sure answer leads to the wrong steps.
"""

import pytest

from kb.browse.results.views import _code_address
from kb.catalogue.codes import looks_like_one
from kb.search.finder import find

pytestmark = [pytest.mark.usefixtures("shipped"), pytest.mark.either]

SAID = {
    "error one thousand and two": "ERR1002",
    "Error One Thousand And Two.": "ERR1002",
    "err one thousand and two": "ERR1002",
    "error one thousand, and two": "ERR1002",
    "error one thousand two": "ERR1002",
    "error a thousand and two": "ERR1002",
    "error ten hundred and two": "ERR1002",
    "error 1 thousand and 2": "ERR1002",
    "ten oh two": "ERR1002",
    "ten o two": "ERR1002",
    "one zero zero two": "ERR1002",
    "one double oh two": "ERR1002",
    "one nought nought two": "ERR1002",
    "error code one thousand and two please": "ERR1002",
    "error one thousand": "Error 1000",
    "error ten hundred": "Error 1000",
    "error one thousand when signing in": "Error 1000",
    "error one thousand then it froze": "Error 1000",
    "error 1000 an hour ago": "Error 1000",
    "10.0.0.1 shows ERR1002": "ERR1002",
    "my card ERR5022 said the computer": "ERR5022",
    "laptop 400_645": "400_645",
    "nhs 8015": "8015",
    "ward ERR1002": "ERR1002",
    "ERR1002. 2 users": "ERR1002",
    "error 1000 and ERR1002": "Error 1000 ERR1002",
    "four hundred underscore six four five": "400_645",
    "four hundred dash six hundred and forty five": "400_645",
    "err five thousand and twenty two": "ERR5022",
    "err fifty twenty two": "ERR5022",
    "err five oh double two": "ERR5022",
    "inf ten fourteen": "INF1014",
    "p r twenty thousand and two": "PR20002",
    "eight thousand and fifteen": "8015",
    "eighty fifteen on the ipad": "8015",
    "err-1002": "ERR1002",
    "error-1002": "ERR1002",
    "ERR 1,002": "ERR1002",
    "code 8015": "8015",
    "8015": "8015",
    "WKS-00412 shows ERR1002": "ERR1002",
    "ERR1002 at 10.15 on 12/03/2024": "ERR1002",
    "INC0012345 is about error 400_645": "400_645",
}
NO_CODE = [
    # Unfinished, or not to be read whole
    "one thousand and",
    "error one thousand and",
    "error one thousand and tow",
    "error one thousand and too",
    "error one thousand & two",
    "error one thousand plus two",
    "error one thousand or two",
    "error one thousand. Two",
    "error one thousand 2",
    "error one thousand and two five",
    "error one thousand nought two",
    "one thousand oh two",
    "error one thousand and first",
    "one thousand and two hundred",
    "error one thousand something",
    "error a thousand",
    "four hundred and",
    "five hundred or something",
    # Another number
    "err one thousand and three",
    "err one thousand and twenty",
    "error one thousand one hundred and two",
    "eleven thousand and two",
    "ERR 1003",
    "err 1003",
    "error 1003",
    "ERR1003",
    # The name of a computer
    "WKS-00412",
    "WKS00412",
    "wks-00412 is slow",
    "PC12345",
    "PC-8015",
    "pc8015",
    "LT-0098",
    "LT-1002",
    "RXX-PC-1002",
    "LAPTOP-1002",
    "DESKTOP-4F2A1B7",
    "RXX-7-1002",
    # A date, a time
    "12/03/2024",
    "2024-03-12",
    "12.03.2024",
    "10/02/24",
    "it began on 10-02-2024",
    "3 March 2024",
    "10:02",
    "10.02",
    "at 10.02 today",
    "ten oh two am",
    # The number on a card, a telephone, a ticket
    "555123456789",
    "5551 0028 0151",
    "555-100-280-151",
    "five five five one two three four five six seven eight nine",
    "01632 960445",
    "0300 123 4567",
    "+44 1632 960445",
    "ext 1002",
    "extension 8015",
    "bleep 8015",
    "bleep ten oh two",
    "call 8015",
    "INC0012345",
    "INC0001002",
    "RITM0012345",
    "CHG0001002",
    "ticket 8015",
    "ticket number 1002",
    "version 8015",
    # Another number of the house
    "NHS number 400 645 1002",
    "400 645 1002",
    "MRN 8015",
    "NHS number 8015",
    "phone me on 8015",
    "dect 8015",
    "switchboard 8015",
    "fax 1002",
    "user 8015",
    "user id 1002",
    "ODS 8015",
    "serial number 8015",
    "job 8015",
    # An address, a version, money, a share
    "port 8015",
    "localhost:8015",
    "http://host:8015/",
    "10.0.0.1",
    "192.168.100.2",
    "1.0.0.2",
    "Chrome 100.2.8015.1002",
    "£1002",
    "$1000",
    "1000%",
    # As dictation hears "and"
    "error one thousand an two",
    "error one thousand n two",
    "error one thousand then two",
]
NEVER_SURE = [
    "it began at ten oh two",
    "one thousand and two cards",
    "one thousand and two patients",
    "error 1000 and 2",
    "error 1000 and two",
    "ward 8015",
    "room 1002",
    "four hundred and six four five",
    "one two thousand",
    "error 1000 an 2",
    # The beginning of another code, perhaps
    "ERR5022_1",
    "ERR5022-1",
    "ERR5022.1",
    "error 1000_2",
    "error 1000-2",
    "error 1000.2",
    "error 1000:2",
    # The number of a computer or card, a count
    "PC 8015",
    "my computer is 8015",
    "laptop 8015",
    "windows 1002",
    "card number 1002",
    "8015 smartcards",
    "1002 users",
    "error for 1000 users",
]


@pytest.mark.parametrize(("text", "codes"), SAID.items())
def test_number_that_can_be_read_whole_is_that_code(text, codes):
    results = find(text)

    assert [code.display for named in results.codes for code in named.codes if named.kind == "exact"] == [
        *(code if code != "Error_1000" else "Error 1000" for code in codes.replace("Error 1000", "Error_1000").split())
    ]


@pytest.mark.parametrize("text", NO_CODE)
def test_what_only_looks_like_a_code_is_none(text):
    results = find(text)

    assert [code.display for named in results.codes for code in named.codes] == []
    assert not results.is_sure
    assert _code_address(text) == ""


@pytest.mark.parametrize("text", NEVER_SURE)
def test_what_may_be_a_code_or_not_is_never_a_sure_answer(text):
    results = find(text)

    assert not results.is_sure
    assert "exact" not in {named.kind for named in results.codes}


@pytest.mark.parametrize("text", ["WKS-00412", "PC12345", "LT-0098", "INC0012345", "12/03/2024", "2024-03-12", "10.02"])
def test_nobody_is_told_that_we_do_not_know_a_code_that_is_none(text):
    assert not looks_like_one(text)
    assert find(text).codes == ()


@pytest.mark.parametrize("text", ["ERR 1003", "err one thousand and five", "err ten oh three"])
def test_letters_of_a_number_find_no_article_that_names_other_codes_with_these_letters(text):
    assert "C05" not in {hit.article.reference for hit in find(text).found}
    assert "X1" not in {hit.article.reference for hit in find(text).found[:2]}
