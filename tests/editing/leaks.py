"""A site on which one word stands only in texts that are not, or no longer, for the public; and who comes by."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from io import BytesIO
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from kb.accounts.actions import add_person
from kb.accounts.models import User
from kb.accounts.roles import Role
from kb.catalogue.actions import Publication, add_image, put_live, raise_edition, withdraw
from kb.catalogue.document import SourceContent, StepContent, SymptomContent
from kb.catalogue.models import Article, Image
from kb.editing.drafts import actions as drafting
from kb.editing.models import Draft, UnsavedText
from kb.editing.review import approving, submitting
from kb.lib.markdown import picture_mark
from tests.make import (
    make_article,
    make_category,
    make_code,
    make_document,
    make_draft,
    make_notice,
    make_service,
    make_vendor,
)
from tests.media.pictures import dialog, saved

SECRET = "zebrafish"
# Stands beside the secret. A page repeats what it was asked, so it is never asked for the secret itself.
BESIDE = "walrus"
NEW, KNOWN = "strange-slug", "known"
_numbers = count(1)


def people() -> dict[str, User | None]:
    """One of each kind; "editor" writes what is secret."""
    roles = {
        "reader": Role.READER,
        "help desk": Role.HELP_DESK,
        "editor": Role.EDITOR,
        "other editor": Role.EDITOR,
        "reviewer": Role.REVIEWER,
        "administrator": Role.ADMINISTRATOR,
    }
    number = next(_numbers)
    added: dict[str, User | None] = {"anonymous": None}
    for name, role in roles.items():
        username = f"{name.replace(' ', '-')}-{number}"
        added[name] = add_person(username=username, name=name.capitalize(), role=role, password="violet ferry 27")
    return added


@dataclass
class Site:
    people: dict[str, User | None] = field(default_factory=people)
    drafts: tuple[Draft, ...] = ()
    unsaved_texts: dict[Draft, UnsavedText] = field(default_factory=dict)
    known: Article = field(init=False)
    picture: Image = field(init=False)

    def __post_init__(self) -> None:
        make_service("identity-agent")
        make_category("signing-in")
        make_vendor("isosec")
        make_code("ERR5022")
        self.known = make_article(slug=KNOWN, title="The known article")
        upload = BytesIO(saved(dialog(), "PNG"))
        self.picture = add_image(upload=upload, name="a.png", alt="A dialog", by=self.author)
        make_notice("outage", articles=[KNOWN], services=["identity-agent"], codes=["ERR5022"])

    @property
    def author(self) -> User:
        person = self.people["editor"]
        assert person
        return person

    @property
    def reviewer(self) -> User:
        person = self.people["reviewer"]
        assert person
        return person

    @property
    def article(self) -> Article:
        """The one with the secret, where it was published."""
        return Article.objects.get(slug=NEW)

    def secret(self, title: str = f"{SECRET} {BESIDE} title") -> dict[str, Any]:
        """Every part that can hold a word holds it, and everything it names leads to it once it is live."""
        text = f"{SECRET} {BESIDE}"
        return {
            "title": title,
            "summary": f"{text} summary",
            "services": ("identity-agent",),
            "vendor": "isosec",
            "codes": ("ERR5022",),
            "symptoms": (SymptomContent("EXACT", f"{text} message"), SymptomContent("SIGN", f"{text} sign")),
            "steps": tuple(StepContent(audience, title=f"{text} step", body=text) for audience in ("USER", "RA", "IT")),
            "causes": (text,),
            "questions": (text,),
            "reminder": text[:80],
            "background": f"{text}\n\n{picture_mark(self.picture.name, 'A dialog')}",
            "sources": (SourceContent(f"{text} source", title=text),),
        }

    def client(self, visitor: str) -> Client:
        client = Client()
        if person := self.people[visitor]:
            client.force_login(person)
        return client


# --- What state the secret is in -----------------------------------------------------------------------------------


def published() -> Site:
    """Here everybody may see it: so we know that the doors would show it."""
    site = Site()
    put_live(make_document(slug=NEW, **site.secret()), Publication(by=site.author))
    put_live(make_document(slug=KNOWN, **site.secret()), Publication(by=site.author, article=site.known))
    return site


def in_draft() -> Site:
    """In an article that is new, and in a change of one that is published."""
    site = Site()
    new = make_draft(by=site.author, slug=NEW, **site.secret())
    site.drafts = (new, make_draft(by=site.author, article=site.known, **site.secret()))
    for draft in site.drafts:
        mine = replace(make_document(slug=NEW), **site.secret())
        site.unsaved_texts[draft] = drafting.keep_unsaved_text(
            draft=draft, document=mine, base_revision=0, by=site.author
        )
    return site


def in_review() -> Site:
    site = in_draft()
    site.drafts = tuple(submitting.submit(draft=one, by=site.author, why=f"{SECRET} why") for one in site.drafts)
    return site


def scheduled() -> Site:
    site = in_review()
    tomorrow = timezone.now() + timedelta(days=1)
    for draft in site.drafts:
        approving.approve(draft=draft, revision=drafting.latest(draft), by=site.reviewer, publish_at=tomorrow)
    return site


def _ended() -> Site:
    """The title of what is gone is said at its address, so that is no secret."""
    site = Site()
    put_live(make_document(slug=NEW, **site.secret(title=f"A {BESIDE}")), Publication(by=site.author))
    return site


def withdrawn() -> Site:
    site = _ended()
    withdraw(article=site.article, by=site.reviewer, why=f"{SECRET} why")
    return site


def expired() -> Site:
    site = _ended()
    Article.objects.filter(slug=NEW).update(expires_at=timezone.now() - timedelta(minutes=1))
    raise_edition()
    return site


STATES: dict[str, Callable[[], Site]] = {
    "published": published,
    "draft": in_draft,
    "in review": in_review,
    "scheduled": scheduled,
    "withdrawn": withdrawn,
    "expired": expired,
}
