"""Asks the database for what the checks must know beside the document, in a number of queries that never grows."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from types import EllipsisType
from urllib.parse import unquote

from django.db.models import QuerySet
from django.urls import Resolver404, ResolverMatch, resolve

from kb.catalogue import codes
from kb.catalogue.actions import outside_problems
from kb.catalogue.document import ArticleDocument
from kb.catalogue.lookup import only_in
from kb.catalogue.models import Article, Category, CodeKey, OldSlug, Service, Vendor
from kb.catalogue.models.taxonomy import ShelfQuerySet
from kb.checks import CheckContext, links
from kb.checks.similar import similar_to
from kb.lib.portable import Problem


def context_of(
    document: ArticleDocument,
    *,
    article: Article | EllipsisType | None = ...,
    new_codes: Collection[str] = (),
    is_advised: bool = True,
) -> CheckContext:
    """`article`: the one that the document changes, None for a new one; not said, it is the one at the address.

    `new_codes` are those that come with the draft, and are made when it is published. Where nobody is advised, no
    search is made for articles that are alike: while the catalogue is locked, only errors count.
    """
    if not document.can_be_kept:
        return CheckContext(is_asked=False)  # PostgreSQL cannot even be asked about such characters
    own = Article.objects.filter(slug=document.slug).first() if isinstance(article, EllipsisType) else article
    brought = {codes.normal(text): text for text in new_codes}
    known = CheckContext(codes=brought | _codes())
    return replace(
        known,
        leads=frozenset(_leading(links.inside(document), known)),
        products=tuple(_products()),
        similar=similar_to(document, own) if is_advised else (),
        only_here=only_in(own) if is_advised and own else (),
        problems=tuple(
            problem for problem in outside_problems(document, own) if _code_in(problem, document) not in brought
        ),
    )


def _code_in(problem: Problem, document: ArticleDocument) -> str:
    """The key of the code that it is about; empty where it is about something else."""
    is_of_code = problem.field in {"codes", "mentions"} and problem.index
    return codes.normal(getattr(document, problem.field)[problem.index - 1]) if is_of_code else ""


def _codes() -> dict[str, str]:
    return dict(CodeKey.objects.values_list("normal", "code__display"))


def _products() -> Iterator[str]:
    yield from Service.objects.values_list("name", flat=True)
    for name, product in Vendor.objects.values_list("name", "product"):
        yield f"{name} {product}"


def _leading(paths: Iterable[str], context: CheckContext) -> Iterator[str]:
    """Those of the paths at which a reader finds something."""
    routes = {path: match for path in paths if (match := _route(path))}
    slugs = {match.kwargs["slug"] for match in routes.values() if "slug" in match.kwargs}
    held = {kind: {name for row in rows.at(*slugs) for name in _addresses(row)} for kind, rows in _shelves().items()}
    held["articles"] = set(_live().filter(slug__in=slugs).values_list("slug", flat=True))
    held["articles"] |= set(OldSlug.objects.filter(slug__in=slugs, article__in=_live()).values_list("slug", flat=True))
    for path, match in routes.items():
        kind = path.strip("/").partition("/")[0]
        if match.view_name == "browse:code":
            is_there = bool(context.code_of(match.kwargs["typed"].strip("/")))
        else:
            is_there = kind not in held or match.kwargs.get("slug", "") in held[kind]
        if is_there:
            yield path


def _live() -> QuerySet[Article]:
    return Article.objects.live()


def _addresses(row: Service | Category | Vendor) -> tuple[str, ...]:
    return (row.slug, *row.addresses.split())


def _shelves() -> dict[str, ShelfQuerySet]:
    """Pages that are there only when a row is, by the first part of their address."""
    return {
        "services": Service.objects.all(),
        "topics": Category.objects.all(),
        "vendors": Vendor.objects.all(),
    }


def _route(path: str) -> ResolverMatch | None:
    """Also for an address without its last slash, which leads to the one with it."""
    plain = unquote(path)
    for way in (plain, f"{plain}/"):
        try:
            return resolve(way)
        except Resolver404:
            continue
    return None
