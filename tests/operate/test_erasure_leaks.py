"""After an erasure the words are in no answer of any address, whoever asks, and in no column of any table."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from kb.accounts.actions import add_person
from kb.accounts.roles import Role
from kb.catalogue.actions import erase_image, erase_words
from kb.catalogue.models import (
    Article,
    Category,
    ErrorCode,
    Image,
    OldSlug,
    Service,
    StartQuestion,
    Vendor,
)
from kb.editing.models import Comment, Draft, UnsavedText
from kb.outbox.models import Delivery
from kb.reports.models import Report
from kb.transfer.actions import take_out
from tests.catalogue.test_erasing import SECRET, WHY, an_image, columns_with, everywhere
from tests.make import make_article

pytestmark = pytest.mark.django_db
WORDS = ("zebrafish", "quartz")
# The public, and who may see everything. The others, who may see less, are walked among what is wide.
VISITORS = [
    "anonymous",
    "administrator",
    *(pytest.param(role, marks=pytest.mark.wide) for role in ("reader", "help desk", "editor", "reviewer")),
]


@pytest.fixture(autouse=True)
def erasures(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.jsonl"
    settings.MAIL_FOLDER = tmp_path / "mail"
    settings.REPORT_TRIAGE = True


def client_of(visitor: str) -> Client:
    client = Client()
    if visitor != "anonymous":
        role = Role[visitor.upper().replace(" ", "_")]
        client.force_login(add_person(username="v", name="A visitor", role=role, password="violet ferry 27"))
    return client


def routes(resolver: URLResolver, above: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        path = f"{above}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from routes(entry, path)
        else:
            yield path, entry


def values() -> dict[str, list[Any]]:
    """For each argument of an address, what leads to something."""
    drafts = list(Draft.objects.values_list("pk", flat=True))
    return {
        "number": [1, 2],
        "label": [article.label for article in Article.objects.all()],
        "draft": drafts,
        "pk": sorted({*drafts, *Delivery.objects.values_list("pk", flat=True), 1}),
        "typed": [f"{code.display}/" for code in ErrorCode.objects.all()] or ["ERR1/"],
        "name": [image.name for image in Image.objects.select_related("blob")] or ["related"],
        "reference": list(Report.objects.values_list("reference", flat=True)),
        "secret": list(Report.objects.values_list("secret", flat=True)),
        "position": [1],
        "comment": list(Comment.objects.values_list("pk", flat=True)),
        "unsaved_text": list(UnsavedText.objects.values_list("pk", flat=True)),
        "form": ["x"],
        "key": ["x"],
    }


SLUGS = {
    "articles": (Article, OldSlug),
    "services": (Service,),
    "topics": (Category,),
    "vendors": (Vendor,),
    "start": (StartQuestion,),
}
ASKED = ("/search/?q=card+sign+knows", "/search/suggestions/?q=card", "/articles/{}/?for=it", "/articles/{}/?sheet=1")


def addresses() -> list[str]:
    """Of every route, with each value that leads to something now."""
    known, found = values(), []
    for path, route in routes(get_resolver()):
        tables = SLUGS.get(path.partition("/")[0], ())
        slugs = [slug for table in tables for slug in table.objects.values_list("slug", flat=True)]
        names = list(route.pattern.converters)
        for given in product(*((known | {"slug": slugs}).get(name, ["1"]) for name in names)):
            address = path
            for value in given:
                address = f"{address[: address.index('<')]}{value}{address[address.index('>') + 1 :]}"
            found.append(f"/{address}")
    found += [one.format(slug) for one in ASKED for slug in Article.objects.values_list("slug", flat=True)]
    return [one for one in dict.fromkeys(found) if not one.startswith(("/sign-out", "/status", "/readyz"))]


def showing(client: Client, asked: list[str]) -> list[str]:
    """The address itself is not looked for: a page repeats what it was asked."""
    found = []
    for address in asked:
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        said = f"{body.decode(errors='replace')}{answer.headers}".replace(address.partition("?")[0], "").lower()
        if any(word in said for word in WORDS):
            found.append(address)
    return found


@pytest.mark.parametrize("visitor", VISITORS)
def test_words_are_in_no_answer_of_any_address(editor, reviewer, visitor):
    article = everywhere(editor, reviewer)
    client = client_of(visitor)
    address = Article.objects.get(pk=article.pk).get_absolute_url()
    assert showing(client, [address]) == [address]
    assert len(addresses()) > 100

    erase_words(words=SECRET, reason=WHY, by=reviewer)

    assert showing(client, addresses()) == []
    assert client.get(address).status_code == 404
    assert columns_with(SECRET) == []


@pytest.mark.wide
def test_walk_sees_the_words_where_they_stand(editor, reviewer):
    """Else it would show nothing."""
    everywhere(editor, reviewer)

    assert len(showing(client_of("administrator"), addresses())) > 30
    assert len(showing(Client(), addresses())) > 12


def test_words_are_in_nothing_that_is_taken_away(editor, reviewer, tmp_path):
    everywhere(editor, reviewer)
    erase_words(words=SECRET, reason=WHY, by=reviewer)
    client = client_of("administrator")

    lists = [client.post(address) for address in ("/edit/audit/export/", "/desk/reports/export/")]
    take_out(root=tmp_path / "out")

    files = [path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()]
    bodies = [b"".join(one.streaming_content) if one.streaming else one.content for one in lists]
    assert [one.status_code for one in lists] == [200, 200]
    assert files
    assert not any(word.encode() in body.lower() for word in WORDS for body in (*files, *bodies))


def test_image_is_gone_from_its_address_for_everybody(editor, reviewer):
    image = an_image(editor)
    make_article(background=f"![A dialog](/images/{image.name})")
    address = f"/images/{image.name}"
    assert Client().get(address).status_code == 200

    erase_image(image=image, reason=WHY, by=reviewer)

    answers = [Client().get(address), client_of("administrator").get(address)]
    assert [answer.status_code for answer in answers] == [410, 410]
    assert image.name not in Client().get(f"/articles/{Article.objects.get().slug}/").content.decode()
    kept = Client(headers={"If-None-Match": f'"{image.blob.sha256[:32]}"'}).get(address)
    assert kept.status_code == 410
