"""A person's own page: who they are here, and what their role may do."""

import pytest

from kb.accounts.roles import May, Role

pytestmark = [pytest.mark.django_db, pytest.mark.either]

PAGE = "/account/"


def test_stranger_is_asked_to_sign_in_and_comes_back(client):
    answer = client.get(PAGE)

    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/account/")


def test_page_says_who_you_are_and_what_you_may_do(client, writer):
    client.force_login(writer)

    answer = client.get(PAGE)

    page = answer.content.decode()
    assert "<title>Your account - " in page
    assert "First Editor" in page
    assert "Editor" in page
    said = {ability for ability in May if ability.label in page}
    assert said == {May.WRITE_ARTICLES}
    assert answer["Cache-Control"] == "private, no-store"


def test_reader_is_told_what_everybody_may_do(client, writer):
    writer.role = Role.READER
    writer.save(update_fields=["role"])
    client.force_login(writer)

    page = client.get(PAGE).content.decode()

    assert "With the role Reader you may read all that is published, as everybody may." in page
    assert not any(words in page for words in May.labels)


def test_page_leads_to_the_password_and_to_signing_out(client, writer):
    client.force_login(writer)

    page = client.get(PAGE).content.decode()

    assert 'href="/account/password/"' in page
    assert 'action="/sign-out/"' in page


def test_name_is_shown_as_text(client, writer):
    writer.name = "<script>alert(1)</script>"
    writer.save(update_fields=["name"])
    client.force_login(writer)

    assert "<script>alert" not in client.get(PAGE).content.decode()


def test_page_takes_a_fixed_number_of_queries(client, writer, django_assert_num_queries):
    client.force_login(writer)

    with django_assert_num_queries(4):  # the session, the person, what waits for them, and their link to a provider
        client.get(PAGE)
