"""Keeping whose steps to show: a cookie until the browser closes, set and taken away by a form."""

import pytest

ARTICLE = "/articles/card-not-read/"
ROLE = "/role/"

pytestmark = [pytest.mark.django_db, pytest.mark.either]


def send(client, role: str = "ra", next: str = ARTICLE, **headers: str):
    return client.post(ROLE, {"role": role, "next": next}, headers=headers)


@pytest.mark.parametrize("role", ["ra", "it"])
def test_role_is_kept_until_the_browser_closes(client, role):
    answer = send(client, role)

    cookie = answer.cookies["role"]
    assert (answer.status_code, answer["Location"]) == (303, ARTICLE)
    assert cookie.value == role
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", "")
    assert set(answer.cookies) == {"role"}


def test_role_travels_over_https_only_where_the_site_does(client, settings):
    settings.SITE_IS_SECURE = True

    assert send(client).cookies["role"]["secure"]


@pytest.mark.parametrize("role", ["user", "", "administrator", "ra\0", "<script>", "x" * 100_000])
def test_any_other_role_forgets_the_kept_one(client, role):
    send(client, "it")

    answer = send(client, role)

    assert answer.status_code == 303
    assert (answer.cookies["role"].value, answer.cookies["role"]["max-age"]) == ("", 0)


@pytest.mark.parametrize(
    "back",
    [
        "https://elsewhere.example.org/",
        "http:elsewhere.example.org",
        "//elsewhere.example.org/",
        "///elsewhere.example.org/",
        "////elsewhere.example.org/",
        "//",
        r"/\elsewhere.example.org/",
        r"\\elsewhere.example.org/",
        "/\t/elsewhere.example.org/",
        "/\n/elsewhere.example.org/",
        "\0//elsewhere.example.org/",
        " //elsewhere.example.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "articles/card-not-read/",
        "",
        "?for=ra",
        "/" + "x" * 5_000,
    ],
)
def test_way_back_leads_to_no_other_site(client, back):
    answer = send(client, next=back)

    assert (answer.status_code, answer["Location"]) == (303, "/")


@pytest.mark.parametrize("back", ["/", "/codes/400_xxx/", "/articles/card-not-read/?for=ra#what-to-do"])
def test_way_back_is_any_page_of_ours(client, back):
    assert send(client, next=back)["Location"] == back


def test_line_break_in_the_way_back_makes_no_header(client):
    answer = send(client, next="/x\r\nSet-Cookie: a=b")

    assert answer.status_code in {303, 400}
    assert "a" not in answer.cookies
    assert "\n" not in answer.get("Location", "")


def test_form_without_fields_goes_home(client):
    answer = client.post(ROLE)

    assert (answer.status_code, answer["Location"]) == (303, "/")


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example.org"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "http://testserver", "sec-fetch-site": "same-site"},
    ],
)
def test_form_of_another_site_is_refused(client, headers):
    answer = client.post(ROLE, {"role": "ra", "next": "/"}, headers=headers)

    assert answer.status_code == 403
    assert not answer.cookies


def test_role_is_never_set_by_a_link(client):
    answer = client.get(f"{ROLE}?role=ra&next=/")

    assert answer.status_code == 405
    assert not answer.cookies


def test_role_needs_no_token_and_touches_no_session(editor, signed_in, django_assert_num_queries):
    client = signed_in(editor)
    client.handler.enforce_csrf_checks = True

    with django_assert_num_queries(0):
        answer = send(client)

    assert answer.status_code == 303
    assert set(answer.cookies) == {"role"}
