"""The header: what everybody sees, with a way to one's work; and on staff pages a menu by what the role may do."""

import re

import pytest

from kb.accounts.actions import add_person
from kb.accounts.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.either]

FIVE_WAYS = ["Home", "All codes", "Live issues", "Who can help"]


def menu(page: str) -> list[str]:
    header = page.split("<header")[1].split("</header>", maxsplit=1)[0]
    return [re.sub("<[^>]*>", "", text).strip() for text in re.findall(r'navigation-link"[^>]*>(.*?)</a>', header)]


def current(page: str) -> list[str]:
    return re.findall(r'aria-current="true"><strong[^>]*>([^<]*)', page.split("</header>", maxsplit=1)[0])


@pytest.mark.parametrize(
    ("role", "links", "work"),
    [
        (Role.READER, ["Account"], []),
        (Role.HELP_DESK, ["Desk", "Account"], ["Desk", "Reports", "Notices"]),
        (Role.EDITOR, ["Write", "Account"], ["Write"]),
        (Role.REVIEWER, ["Write", "Account"], ["Write", "Notices", "Contacts", "Files"]),
        (
            Role.ADMINISTRATOR,
            ["Write", "Account"],
            ["Write", "Desk", "Reports", "Notices", "Contacts", "People", "Files", "Audit"],
        ),
    ],
)
def test_menu_is_what_the_role_may_do(signed_in, role, links, work):
    browser = signed_in(add_person(username="one", name="One", role=role, password="violet ferry 27 anchors"))

    public, staff = (browser.get(page).content.decode() for page in ("/codes/", "/account/"))

    assert menu(public)[:4] == FIVE_WAYS
    assert menu(public)[5:] == links
    own = menu(staff)
    assert own == [*work, "Knowledge base", "Account"]
    assert current(staff) == ["Account"]


def test_strangers_see_nothing_of_staff(client):
    assert len(menu(client.get("/codes/").content.decode())) == 5


@pytest.mark.parametrize(
    ("page", "here"),
    [
        ("/edit/", "Write"),
        ("/desk/", "Desk"),
        ("/desk/reports/", "Reports"),
        ("/edit/articles/", "Write"),
        ("/edit/audit/", "Audit"),
        ("/edit/files/", "Files"),
        ("/people/invite/", "People"),
        ("/edit/notices/", "Notices"),
        ("/edit/notices/new/live/", "Notices"),
        ("/edit/contacts/new/", "Contacts"),
    ],
)
def test_menu_marks_the_part_of_the_site(signed_in, administrator, page, here):
    assert current(signed_in(administrator).get(page).content.decode()) == [here]
