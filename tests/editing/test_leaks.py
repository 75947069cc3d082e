"""Who sees a word that is not for the public: every visitor, at every door, in every state of the text.

A page has no address of its own for print: what is printed is the page, with the steps for one audience. There is no
API and no feed yet, and here it is seen that there is none: who builds one writes down who sees what there.
"""

from collections.abc import Callable, Iterable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kb.accounts.guards import guard_of
from kb.catalogue.models import Article, Version
from kb.editing import urls
from kb.editing.models import Draft, Revision
from kb.transfer.actions import take_out
from tests.editing.leaks import BESIDE, KNOWN, NEW, SECRET, STATES, Site, in_draft, in_review
from tests.make import make_code, make_snippet

pytestmark = [pytest.mark.django_db, pytest.mark.either]

EVERYBODY = ("anonymous", "reader", "help desk", "editor", "other editor", "reviewer", "administrator")
WHO = {
    "nobody": (),
    "everybody": EVERYBODY,
    "editors": ("editor", "other editor", "reviewer", "administrator"),
    "author": ("editor",),
    "concerned": ("editor", "reviewer", "administrator"),  # whoever wrote it, and who may review it
    "auditors": ("administrator",),
    "-": (),  # there is no such page
}

# Door, and who sees the word there in each state. On the public pages staff see what everybody sees.
TABLE = """
door             published   draft      in review   scheduled   withdrawn   expired
page             everybody   nobody     nobody      nobody      nobody      nobody
version address  everybody   nobody     nobody      nobody      nobody      nobody
print            everybody   nobody     nobody      nobody      nobody      nobody
API              -           -          -           -           -           -
feed             -           -          -           -           -           -
code             everybody   nobody     nobody      nobody      nobody      nobody
shelves          everybody   nobody     nobody      nobody      nobody      nobody
sitemap          everybody   nobody     nobody      nobody      nobody      nobody
search           everybody   nobody     nobody      nobody      nobody      nobody
suggestion       everybody   nobody     nobody      nobody      nobody      nobody
correction       everybody   nobody     nobody      nobody      nobody      nobody
image            everybody   editors    editors     editors     editors     editors
report form      everybody   nobody     nobody      nobody      nobody      nobody
editors' home    nobody      author     concerned   editors     nobody      nobody
editors' list    editors     editors    editors     editors     nobody      nobody
editor           -           editors    editors     editors     -           -
preview          -           editors    editors     editors     -           -
preview frame    -           editors    editors     editors     -           -
picker           -           nobody     nobody      nobody      -           -
review           -           editors    editors     editors     -           -
draft history    -           editors    editors     editors     -           -
urgent           -           editors    editors     nobody      -           -
discard          -           editors    editors     editors     -           -
conflict         -           author     author      author      -           -
article history  editors     nobody     nobody      nobody      editors     nobody
compare          editors     editors    editors     editors     editors     nobody
begin            editors     nobody     nobody      nobody      nobody      nobody
copy             editors     nobody     nobody      nobody      editors     editors
chosen answers   nobody      nobody     nobody      nobody      nobody      nobody
audit            auditors    auditors   auditors    auditors    auditors    nobody
audit export     auditors    auditors   auditors    auditors    auditors    nobody
"""

type Door = Callable[[Client, Site], Iterable[HttpResponse]]


def at(*addresses: str) -> Door:
    return lambda client, site: [client.get(address) for address in addresses]


def absent(*addresses: str) -> Door:
    def knock(client: Client, site: Site) -> list[HttpResponse]:
        answers = [client.get(address) for address in addresses]
        assert {answer.status_code for answer in answers} == {404}
        return answers

    return knock


def of_drafts(name: str) -> Door:
    return lambda client, site: [client.get(reverse(f"editing:{name}", args=[one.pk])) for one in site.drafts]


def of_articles(name: str) -> Door:
    return lambda client, site: [client.get(reverse(f"editing:{name}", args=[one.label])) for one in ours()]


def ours() -> list[Article]:
    return list(Article.objects.filter(slug__in=[NEW, KNOWN]).order_by("pk"))


def conflicts(client: Client, site: Site) -> list[HttpResponse]:
    """What somebody typed and could not save is for nobody else."""
    addresses = [
        reverse("editing:conflict", args=[draft.pk, unsaved_text.pk])
        for draft, unsaved_text in site.unsaved_texts.items()
    ]
    return [client.get(address) for address in addresses]


def images(client: Client, site: Site) -> list[HttpResponse]:
    """Seen when it is served; it holds no words."""
    answer = client.get(f"/images/{site.picture.name}")
    assert answer.status_code in {200, 404}
    return [HttpResponse(SECRET if answer.status_code == 200 else "")]


def pickers(client: Client, site: Site) -> list[HttpResponse]:
    """What is offered to one draft: nothing of what stands in drafts."""
    asked = [(one.pk, name) for one in site.drafts for name in ("related", "codes")]
    return [client.get(reverse("editing:pick", args=found), {"q": BESIDE}) for found in asked]


def copies(client: Client, site: Site) -> list[HttpResponse]:
    """A copy holds what was published, and no word of a draft."""
    return [client.post(reverse("editing:copy", args=[one.label]), follow=True) for one in ours()]


def articles(tail: str = "") -> list[str]:
    return [f"/articles/{slug}/{tail}" for slug in (NEW, KNOWN)]


DOORS: dict[str, Door] = {
    "page": at(*articles()),
    "version address": at(*articles("versions/1/"), *articles("versions/2/")),
    "print": at(*(page for audience in ("user", "ra", "it") for page in articles(f"?for={audience}"))),
    "API": absent("/api/", "/api/articles/", f"/api/articles/{NEW}/", f"/api/articles/{KNOWN}/"),
    "feed": absent("/feed/", "/feed.xml", "/atom.xml", "/rss.xml", "/articles/feed/"),
    "code": at("/codes/", "/codes/ERR5022/", "/codes/ERR5023/"),
    "shelves": at("/", "/services/identity-agent/", "/topics/signing-in/", "/vendors/isosec/", "/notices/"),
    "sitemap": at("/sitemap.xml"),
    "search": at(f"/search/?q={BESIDE}+message", "/search/?q=it+said+ERR5022+today"),
    "suggestion": at(f"/search/suggestions/?q={BESIDE[:4]}", "/search/suggestions/?q=ERR50"),
    "correction": at(f"/search/?q={SECRET[:-2]}h"),
    "image": images,
    "report form": at(f"/report/?article={NEW}&code=ERR5022", f"/report/?article={KNOWN}&q={BESIDE}"),
    "editors' home": at("/edit/"),
    "editors' list": at("/edit/articles/", "/edit/articles/?which=withdrawn", f"/edit/articles/?q={BESIDE}"),
    "editor": of_drafts("edit"),
    "preview": of_drafts("preview"),
    "preview frame": of_drafts("preview-frame"),
    "picker": pickers,
    "review": of_drafts("review"),
    "draft history": of_drafts("history"),
    "urgent": of_drafts("urgent"),
    "discard": of_drafts("discard"),
    "conflict": conflicts,
    "article history": of_articles("article"),
    "compare": of_articles("compare"),
    "begin": at(*(f"/edit/new/?{way}={slug}" for way in ("article", "copy") for slug in (NEW, KNOWN))),
    "copy": copies,
    "chosen answers": at(f"/edit/answers/?text={BESIDE}", "/edit/new-answer/"),
    "audit": at("/edit/audit/"),
    "audit export": lambda client, site: [client.post("/edit/audit/export/")],
}


def rows() -> dict[str, dict[str, str]]:
    """Door → state → who."""
    head, *lines = (line.split("  ") for line in TABLE.strip().splitlines())
    states = [name.strip() for name in head if name.strip()][1:]
    table = {}
    for line in lines:
        door, *who = [cell.strip() for cell in line if cell.strip()]
        table[door] = dict(zip(states, who, strict=True))
    return table


def shows(answer: HttpResponse) -> bool:
    """The slug is a secret as well, but only a list of addresses holds it alone."""
    assert answer.status_code < 500
    text = answer.content.decode()
    return SECRET in text or (answer["Content-Type"].startswith("application/xml") and NEW in text)


def test_table_has_a_line_for_every_door_and_a_column_for_every_state():
    assert list(rows()) == list(DOORS)
    assert all(list(who) == list(STATES) for who in rows().values())


# Every door is tried in one state each time, and in all others by `make test-wide`.
@pytest.mark.parametrize(
    "state", [state if state == "in review" else pytest.param(state, marks=pytest.mark.wide) for state in STATES]
)
def test_word_is_seen_by_those_of_the_table_and_nobody_else(state):
    site = STATES[state]()
    seen = {door: [] for door in DOORS}

    for visitor in EVERYBODY:
        client = site.client(visitor)
        for door, knock in DOORS.items():
            if any(shows(answer) for answer in knock(client, site)):
                seen[door].append(visitor)

    assert seen == {door: list(WHO[who[state]]) for door, who in rows().items()}


@pytest.mark.parametrize("state", STATES)
def test_export_holds_what_is_published_and_nothing_else(state, tmp_path):
    site = STATES[state]()

    take_out(root=tmp_path)

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    held = {path.name for path in files if SECRET.encode() in path.read_bytes() or path.parent.name == "images"}
    assert held == ({f"{KNOWN}.md", f"{NEW}.md", site.picture.name} if state == "published" else set())


# --- Ways in which such systems have leaked before -----------------------------------------------------------------

ROUTES = {str(route.name): route for route in urls.urlpatterns}
STRANGERS = ("anonymous", "reader", "help desk")
SHUT = {302, 401, 403, 404}


def address_of(name: str, site: Site) -> str:
    """An address of this route at which there is something."""
    draft = site.drafts[1]
    known = {
        "draft": draft.pk,
        "pk": draft.pk,
        "unsaved_text": site.unsaved_texts[draft].pk,
        "label": site.known.label,
        "number": 1,
        "comment": 1,
        "error_code": make_code("ERR9001").pk,
        "word": make_snippet("shared").pk,
    }
    wanted = ROUTES[name].pattern.converters
    return reverse(f"editing:{name}", kwargs={part: known.get(part, "x") for part in wanted})


def test_no_route_of_the_editors_lets_in_anybody_else():
    """Whatever route is added: also compare, history, preview and copy, in which others forgot to ask."""
    site = in_review()
    before = state_of_everything()

    for visitor in STRANGERS:
        client = site.client(visitor)
        for name in ROUTES:
            address = address_of(name, site)
            for answer in (client.get(address), client.post(address)):
                assert answer.status_code in SHUT, (visitor, name)
                assert SECRET not in answer.content.decode()

    assert state_of_everything() == before
    assert all(guard_of(route.callback) for route in ROUTES.values())


def state_of_everything() -> list[tuple]:
    return [
        *Draft.objects.order_by("pk").values_list("pk", "state", "number"),
        *Article.objects.order_by("pk").values_list("pk", "version", "slug", "withdrawn_at"),
        (Revision.objects.count(), Version.objects.count()),
    ]


def test_nothing_is_written_by_a_get():
    site = in_review()
    before = state_of_everything()

    for visitor in ("editor", "other editor", "reviewer", "administrator"):
        client = site.client(visitor)
        for name in ROUTES:
            client.get(address_of(name, site))

    assert state_of_everything() == before


def test_editor_cannot_discard_or_take_back_what_somebody_else_handed_in():
    site = in_review()
    client = site.client("other editor")

    for draft in site.drafts:
        for name in ("discard", "take-back"):
            assert client.post(reverse(f"editing:{name}", args=[draft.pk])).status_code in {403, 404, 409, 422}

    assert {draft.state for draft in Draft.objects.all()} == {Draft.State.IN_REVIEW}


@pytest.mark.parametrize("visitor", ["editor", "other editor"])
def test_editor_cannot_decide(visitor):
    site = in_review()
    client = site.client(visitor)
    before = state_of_everything()
    typed = {"decision": "publish", "reason": "Because", "slug": "another", "why": "Because", "into": "KB0001"}

    for draft in site.drafts:
        typed["revision"] = draft.number
        assert client.post(reverse("editing:review", args=[draft.pk]), typed).status_code == 404
    for name in ("rename", "merge", "take-down", "expiry"):
        assert client.post(reverse(f"editing:{name}", args=[site.known.label]), typed).status_code == 404

    assert state_of_everything() == before


@pytest.mark.parametrize("door", ["edit", "preview", "review", "history"])
def test_pages_with_a_draft_are_kept_by_no_cache(door):
    site = in_draft()

    answer = site.client("editor").get(reverse(f"editing:{door}", args=[site.drafts[0].pk]))

    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] in {"same-origin", "no-referrer", "strict-origin"}
