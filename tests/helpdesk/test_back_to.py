"""Whoever flags, stops or notes a step while a caller waits comes back to the answer that was open."""

from html import unescape

import pytest

from tests.make import make_article, make_code

pytestmark = pytest.mark.either


@pytest.fixture
def browser(signed_in, desk):
    make_code("400_645")
    return signed_in(desk)


@pytest.fixture
def step(browser) -> str:
    return make_article(title="Sign-in fails", codes=("400_645",)).steps.get().name


def test_answer_says_what_was_open(browser, step):
    shown = unescape(browser.get("/desk/?q=400+645").content.decode())

    for address in (f"flags/KB0001/?step={step}&q=400_645", f"stops/KB0001/?step={step}&q=400_645"):
        assert f'href="/desk/{address}"' in shown
    assert 'href="/desk/notes/KB0001/?q=400%20645"' in shown


@pytest.mark.parametrize("form", ["notes", "stops"])
def test_back_at_what_was_open(browser, step, form):
    address = f"/desk/{form}/KB0001/?step={step}&q=400+645"
    shown = browser.get(address).content.decode()
    answer = browser.post(address, {"step": step, "text": "Known bad build."})

    assert 'href="/desk/?q=400+645"' in shown
    assert answer["Location"] == "/desk/?q=400+645"


@pytest.mark.parametrize(
    ("said", "back"),
    [("", "KB0001"), ("%00", "KB0001"), ("//evil.example", "%2F%2Fevil.example"), ("x" * 2_000, "x" * 600)],
)
def test_an_odd_address_leads_nowhere_else(browser, step, said, back):
    answer = browser.post(f"/desk/notes/KB0001/?q={said}", {"step": "", "text": "Queue SMART."})

    assert answer["Location"] == f"/desk/?q={back}"
