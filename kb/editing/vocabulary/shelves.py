"""Applications, topics and companies: where articles stand."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Count, Model, Q
from django.urls import reverse

from kb.catalogue import actions as catalogue
from kb.catalogue import limits
from kb.catalogue.actions import save_category, save_service, save_vendor
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article, ArticleService, Category, Service, Vendor
from kb.catalogue.models.shared import live
from kb.catalogue.reading import category_entry, service_entry, vendor_entry
from kb.catalogue.shelf_entries import CategoryEntry, ServiceEntry, VendorEntry
from kb.editing.vocabulary.linking import texts_that_link
from kb.editing.vocabulary.nouns import ListedWord, Noun, PlaceForm, counted, drafts_that
from kb.editing.vocabulary.rehearsal import Surroundings
from kb.lib.forms import CheckboxField, EmailField, SentenceField, TextareaField, TextField
from kb.lib.pointing import relations_to, rows_pointing_at
from kb.lib.portable import by_letters
from kb.lib.text import slug_from
from kb.pages.parts import PageLink

LONGEST_LIST = 4_000
_PLACE = "Of several, the smaller number comes first."


class ShelfForm(PlaceForm):
    fixed = ("slug",)

    name = TextField("Name", max_length=limits.SHELF["name"])
    slug = TextField(
        "Address",
        required=False,
        max_length=limits.SLUG,
        spellcheck=False,
        hint="The last part of its address. Left empty, it is made of the name.",
    )
    addresses = TextField(
        "Address of its page",
        required=False,
        max_length=limits.SLUG,
        spellcheck=False,
        hint="The last part. Addresses that it had before go on leading here.",
    )
    summary = SentenceField("In one sentence", max_length=limits.SHELF["summary"])
    position = TextField("Place in lists", required=False, width=5, hint=_PLACE)

    def __init__(self, *args: Any, row: Any = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, row=row, **kwargs)
        if row is None:
            del self.fields["addresses"]


class ServiceForm(ShelfForm):
    on_home = CheckboxField("It stands on home", required=False)


class VendorForm(ShelfForm):
    product = TextField("Product", max_length=limits.VENDOR["product"])
    website = TextField("Website", required=False, max_length=limits.VENDOR["website"], input_type="url")
    phone = TextField("Phone", required=False, max_length=limits.VENDOR["phone"], input_type="tel")
    email = EmailField("Email", required=False, max_length=limits.VENDOR["email"])
    tell = TextareaField("What to tell them", required=False, rows=5, max_length=LONGEST_LIST, hint="One on each line")


def _rows(table: type[Service | Category | Vendor]) -> Iterable[ListedWord]:
    number = Count("articles", filter=live(None, "articles__"), distinct=True)
    rows: Iterable[Any] = table.objects.annotate(number=number).order_by("position", by_letters("slug"))
    for row in rows:
        said = f"{row.number} article{'' if row.number == 1 else 's'}" if row.number else "In no article"
        place = f" · place {row.position}" if row.position else ""
        home = " · on home" if getattr(row, "on_home", False) else ""
        yield ListedWord(row.pk, row.name, row.summary, f"{said}{place}{home}", is_unused=not row.number)


def _initial(entry: Any) -> Mapping[str, object]:  # noqa: ANN401 - of a shelf
    said = {name: "\n".join(said) if isinstance(said, tuple) else said for name, said in vars(entry).items()}
    return {**said, "addresses": entry.address}


def _shared(typed: Mapping[str, Any], before: Any) -> dict[str, Any]:  # noqa: ANN401 - of a shelf
    name = " ".join(typed["name"].split())
    slug = before.slug if before else typed["slug"].strip() or slug_from(name, limits.SLUG)
    address = str(typed.get("addresses", "")).strip()
    addresses = before.addresses if before else ()
    if before and address and address != before.address:
        addresses = (*(one for one in addresses if one != address), address)
    return {
        "slug": slug,
        "addresses": addresses,
        "name": name,
        "summary": " ".join(typed["summary"].split()),
        "position": typed["position"],
    }


def _service(typed: Mapping[str, Any], before: ServiceEntry | None) -> ServiceEntry:
    return ServiceEntry(**_shared(typed, before), on_home=typed["on_home"])


def _category(typed: Mapping[str, Any], before: CategoryEntry | None) -> CategoryEntry:
    return CategoryEntry(**_shared(typed, before))


def _vendor(typed: Mapping[str, Any], before: VendorEntry | None) -> VendorEntry:
    entry = VendorEntry(**_shared(typed, before), product=" ".join(typed["product"].split()))
    tell = tuple(" ".join(line.split()) for line in typed["tell"].splitlines() if line.strip())
    plain = {name: typed[name].strip() for name in ("website", "phone", "email")}
    return replace(entry, **plain, tell=tell)


def uses(row: Any) -> list[PageLink]:  # noqa: ANN401 - of a shelf
    articles = (
        Article.objects.live()
        .filter(pk__in=row.articles.values("pk"))
        .order_by("number")
        .only("number", "slug", "title")
    )
    return [PageLink(f"{one.label} {one.title}", one.get_absolute_url()) for one in articles]


def _look(row: Any, entries: Iterable[Any]) -> Surroundings:  # noqa: ANN401 - of a shelf
    links = [PageLink("Home", reverse("browse:home"))]
    if row is not None:
        links += [PageLink(f"The page of {row.name}", row.get_absolute_url()), *uses(row)]
    return Surroundings(pages={link.address: link for link in links})


def _named(row: Any, names: Callable[[ArticleDocument], bool]) -> tuple[str, ...]:  # noqa: ANN401 - of a shelf
    """Rows of any room that hold it, and open drafts."""
    articles = row.articles.distinct().count()
    said = counted(
        articles, "article stands there (withdrawn ones count)", "articles stand there (withdrawn ones count)"
    )
    counts = (
        rows_pointing_at(row, relation).count()
        for relation in relations_to(type(row))
        if relation.related_model not in {Article, ArticleService}
    )
    others = sum(counts)
    said = (
        *said,
        *counted(others, "notice, report, answer or count names it", "notices, reports, answers or counts name it"),
    )
    shelf = row.get_absolute_url().rstrip("/").rpartition("/")[0]
    links = texts_that_link(*(f"{shelf}/{slug}" for slug in (row.slug, *row.addresses.split())))
    return (*said, *drafts_that(names), *links)


def _in_services(row: Service) -> tuple[str, ...]:
    return _named(row, lambda document: row.slug in document.services)


def _in_category(row: Category) -> tuple[str, ...]:
    return _named(row, lambda document: row.slug == document.category)


def _in_vendor(row: Vendor) -> tuple[str, ...]:
    return _named(row, lambda document: row.slug == document.vendor)


def _history_of(row: Any) -> Q:  # noqa: ANN401 - of a shelf
    return Q(detail__slug=row.slug) | Q(subject=row.name, detail={})


def _by_slug(table: type[Model]) -> dict[str, Any]:
    return {
        "find": lambda pk: table._base_manager.filter(pk=pk).first(),
        "same": lambda entry: table._base_manager.filter(slug=entry.slug).first(),
        "remove": lambda row, by: catalogue.remove_row(row=row, by=by),
        "initial": _initial,
        "look": _look,
        "uses": uses,
        "history_of": _history_of,
    }


SERVICES = Noun(
    name="service",
    here="services",
    heading="Applications",
    lead="What people have trouble with: articles, reports, notices and home's list name them.",
    add="Add an application",
    rows=lambda: _rows(Service),
    entry=service_entry,
    form=ServiceForm,
    said=_service,
    save=lambda entry, by: save_service(entry=entry, by=by),
    hangs=_in_services,
    read_by_all=("name", "summary"),
    **_by_slug(Service),
)
CATEGORIES = Noun(
    name="category",
    here="topics",
    heading="Topics",
    lead="The shelves on which articles stand.",
    add="Add a topic",
    rows=lambda: _rows(Category),
    entry=category_entry,
    form=ShelfForm,
    said=_category,
    save=lambda entry, by: save_category(entry=entry, by=by),
    hangs=_in_category,
    read_by_all=("name", "summary"),
    **_by_slug(Category),
)
VENDORS = Noun(
    name="vendor",
    here="companies",
    heading="Companies",
    lead="Whom we hand over to, and what to tell them.",
    add="Add a company",
    rows=lambda: _rows(Vendor),
    entry=vendor_entry,
    form=VendorForm,
    said=_vendor,
    save=lambda entry, by: save_vendor(entry=entry, by=by),
    hangs=_in_vendor,
    read_by_all=("name", "summary"),
    **_by_slug(Vendor),
)
