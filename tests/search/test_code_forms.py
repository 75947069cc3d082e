"""Every form in which people type a code leads to the code that is registered."""

import pytest

from kb.catalogue.codes import MatchKind, normal
from kb.catalogue.document import SymptomContent
from kb.search.finder import find
from tests.make import make_article, make_code
from tests.search.state import found

FORMS = (
    ("ERR5022", "ERR5022"),
    ("err 5022", "ERR5022"),
    ("ERR-5022", "ERR5022"),
    ("err_5022", "ERR5022"),
    ("ERR5O22", "ERR5022"),
    ("5022", "ERR5022"),
    ("Error: INF1014:Scanning for Smartcard ERR5022: Operation cannot be completed", "ERR5022"),
    ("400_645", "400_645"),
    ("400 645", "400_645"),
    ("400-645", "400_645"),
    ("four hundred underscore six four five", "400_645"),
    ("400_123", "400_xxx"),
    ("error code 400_123", "400_xxx"),
    ("400-123", "400_xxx"),
    ("400 123", "400_xxx"),
    ("500_001", "500_xxx"),
    ("smartcard authentication failure 400_612", "400_xxx"),
    ("PR20002", "PR20002"),
    ("pr 20002", "PR20002"),
    ("PR2OOO2", "PR20002"),
    ("20002", "PR20002"),
    ("Error 1002", "ERR1002"),
    ("err ten oh two", "ERR1002"),
    ("1002", "ERR1002"),
    ("error code: 1000", "Error 1000"),
    ("0x80070005", "0x80070005"),
    ("Ox80070005", "0x80070005"),
    ("0x8007 0005", "0x80070005"),
    ("80070005", "0x80070005"),
    ("-2147024891", "0x80070005"),
    ("400_", "400_xxx"),
    ("400_xxx", "400_xxx"),
    ("error 400612", "400_xxx"),
)
MESSAGES = {"ERR5022": "ERR5022: Operation cannot be completed", "INF1014": "INF1014: Scanning for Smartcard"}
OTHER_CODES = ("INF1014", "8015", "ERR_CONNECTION_TIMED_OUT", "ERR1009")


def slug_of(code: str) -> str:
    return f"about-{normal(code).lower()}"


@pytest.fixture(scope="module")
def _register_once(undone_with_the_module) -> None:
    make_code("ERR1002", spellings=("Error 1002",))
    make_code("Error 1000", search_spellings=("ERR1000",))
    # Articles that have all the words and figures, and no code.
    make_article(title="Something else", background="Error 1002 1000 5022 400 645 20002 four hundred six four five.")
    for code in [*dict.fromkeys(code for _, code in FORMS), *OTHER_CODES]:
        symptoms = (SymptomContent("EXACT", MESSAGES[code]),) if code in MESSAGES else ()
        make_article(slug=slug_of(code), codes=(code,), symptoms=symptoms)


@pytest.fixture
def register(_register_once, db) -> None:
    """Codes such as the service has them; each has an article that is its answer."""


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(("typed", "code"), FORMS)
def test_form_leads_to_its_code(typed, code):
    results = find(typed)

    assert code in {known.display for named in results.codes for known in named.codes}
    wanted = {slug_of(code), slug_of("INF1014")} if "INF1014" in typed else {slug_of(code)}
    assert found(results)[0] == slug_of(code)
    assert set(found(results)[: len(wanted)]) == wanted


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(("typed", "code"), [(typed, code) for typed, code in FORMS if "Scanning" not in typed])
def test_form_leads_to_its_code_in_small_letters_and_among_signs(typed, code):
    assert found(find(f"  “{typed.lower()}”."))[0] == slug_of(code)


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("typed", ["400_123", "500_001", "400_", "ERR5O22", "5022", "20002", "four oh oh six four six"])
def test_form_that_is_not_the_code_itself_says_so(typed):
    assert MatchKind.EXACT not in {named.kind for named in find(typed).codes}
