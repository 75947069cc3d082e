"""Who looked at a page: counted by its script or by what somebody does, never by reading, robots or staff."""

import pytest
from django.test import Client

from kb.insight.models import View
from kb.insight.seen.actions import write
from tests.make import make_article, make_code

pytestmark = [pytest.mark.django_db, pytest.mark.either]
BROWSER = "Mozilla/5.0 (Windows NT 10.0) Chrome/142.0"


def tell(page, browser=BROWSER, client=None, **headers):
    return (client or Client()).post("/seen/", {"page": page}, HTTP_USER_AGENT=browser, **headers)


def seen():
    write()
    return sorted(View.objects.values_list("subject", flat=True))


def test_pages_say_what_they_are(client):
    article, code = make_article(), make_code()

    assert f'data-seen="article:{article.number}"' in client.get(article.get_absolute_url()).content.decode()
    assert 'data-seen="code:ERR5022"' in client.get(code.get_absolute_url()).content.decode()
    assert 'data-seen="unknown:ABC123"' in client.get("/codes/ABC123/").content.decode()


def test_one_visit_is_one_view_and_another_browser_is_another():
    make_code()
    for browser in (BROWSER, BROWSER, f"{BROWSER} Edg/142"):
        assert tell("code:ERR5022", browser).status_code == 204

    assert seen() == ["code:ERR5022"] * 2


def test_reading_counts_nothing(client):
    code = make_code()
    client.get(code.get_absolute_url(), HTTP_USER_AGENT=BROWSER)
    client.head(code.get_absolute_url(), HTTP_USER_AGENT=BROWSER)
    client.get(code.get_absolute_url(), HTTP_USER_AGENT=BROWSER, HTTP_SEC_PURPOSE="prefetch")

    assert client.get("/seen/").status_code == 405
    assert seen() == []


def test_robots_staff_and_other_sites_count_nothing(signed_in, desk):
    make_code()
    tell("code:ERR5022", "Googlebot/2.1 (+http://www.example.org/bot.html)")
    tell("code:ERR5022", "")
    tell("code:ERR5022", client=signed_in(desk))

    assert tell("code:ERR5022", HTTP_ORIGIN="https://elsewhere.example").status_code == 403
    assert seen() == []


@pytest.mark.parametrize("page", ["", "x" * 500, "unknown:robin@example.org", "code:\x00", "article:" + "9" * 300])
def test_whatever_is_sent_is_taken_without_a_word(page):
    assert tell(page).status_code == 204
    assert seen() == []


def test_search_box_counts_whoever_has_no_script(client):
    make_code()
    for text in ("err 5022", "ABC123", "my card is blue", "Robin Teal"):
        client.post("/search/", {"q": text}, HTTP_USER_AGENT=BROWSER)
    tell("code:ERR5022")

    assert seen() == ["code:ERR5022", "unknown:ABC123"]


def test_next_person_is_told_at_once(client):
    address = "/codes/ABC123/"
    assert "Looked up" not in client.get(address).content.decode()

    for number in range(3):
        tell("unknown:error abc123", f"{BROWSER} {number}")
    write()
    page = client.get(address)

    assert "Looked up 3 times today. Not documented yet." in page.content.decode()
    assert "ETag" not in page


def test_views_do_not_change_a_page_that_is_kept(client):
    code = make_code()
    tag = client.get(code.get_absolute_url())["ETag"]
    tell("code:ERR5022")
    write()

    assert client.get(code.get_absolute_url())["ETag"] == tag
