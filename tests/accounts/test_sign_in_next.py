"""Where a person goes once signed in: never to another site."""

from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.accounts.visits import PAGE, send

pytestmark = [pytest.mark.django_db, pytest.mark.either]


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/account/password/", "/account/password/"),
        ("/codes/ERR1002/?for=ra#steps", "/codes/ERR1002/?for=ra#steps"),
        ("", "/staff/"),
        ("account/password/", "/staff/"),
        ("browse:home", "/staff/"),
        ("https://elsewhere.example.org/", "/staff/"),
        ("//elsewhere.example.org/", "/staff/"),
        ("/\\elsewhere.example.org/", "/staff/"),
        ("\\\\elsewhere.example.org", "/staff/"),
        ("///elsewhere.example.org", "/staff/"),
        ("http:elsewhere.example.org", "/staff/"),
        ("http://testserver@elsewhere.example.org/", "/staff/"),
        ("https://testserver.example.org/", "/staff/"),
        ("javascript:alert(1)", "/staff/"),
        ("data:text/html,hello", "/staff/"),
        ("\x00/account/", "/staff/"),
    ],
)
def test_next_page_is_one_of_ours(client, settings, writer, password, wanted, goes_to):
    settings.ALLOWED_HOSTS = ["testserver"]
    given_in_address = client.get(PAGE, {"next": wanted})
    answer = send(client, password=password, next=wanted)

    assert f'name="next" value="{goes_to}"' in given_in_address.content.decode()
    assert answer["Location"] == goes_to


@given(wanted=st.text(max_size=40) | st.text(alphabet="/\\:.@ ?#ahtps\t\n", max_size=20))
@example("/\t/elsewhere.example.org")
@example("/\r\nSet-Cookie: a=b")
@hypothesis_settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_leads_to_another_site(client, writer, password, wanted):
    client.logout()

    answer = send(client, password=password, next=wanted)

    assert urlsplit(answer["Location"]).netloc in {"", "testserver"}
    assert not answer["Location"].startswith(("//", "/\\"))


def test_next_page_in_the_address_survives_a_post_without_the_field(client, writer, password):
    answer = client.post(f"{PAGE}?next=/account/password/", {"username": "first.editor", "password": password})

    assert answer["Location"] == "/account/password/"


def test_somebody_already_signed_in_goes_straight_on(client, writer):
    client.force_login(writer)

    assert client.get(PAGE, {"next": "/account/password/"})["Location"] == "/account/password/"
