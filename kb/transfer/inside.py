"""Links inside this site: where they lead, and how a file names the same where only live articles have come along."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.urls import Resolver404, resolve
from django.utils import timezone

from kb.catalogue import codes
from kb.catalogue.codes import Family
from kb.catalogue.models import Article, Category, CodeKey, ErrorCode, OldSlug, Service, Vendor

LINK = re.compile(r"\]\(\s{0,9}<?(/[^)>#?\s]*)")
# Longer words are no link that anybody wrote; the bound keeps a text of nothing but brackets cheap.
_WORDS = r"(?P<words>(?:\\.|[^\[\]\\]|\[(?:\\.|[^\[\]\\]){0,500}+\]){1,1000}+)"
_TITLE = r"""(?:\s+(?:"(?:\\.|[^"\\])*+"|'(?:\\.|[^'\\])*+'))?\s*"""
_WHOLE = re.compile(rf"(?<!!)\[{_WORDS}\]\(\s{{0,9}}<?(?P<path>/[^)>#?\s]*)(?P<behind>[^)>\s]*>?{_TITLE}\))", re.DOTALL)
HOME = "/"

type Shelves = Mapping[str, Container[str]]


@dataclass(frozen=True)
class KnownPlaces:
    """What the shelves of this site hold by the first part of their paths, and its codes in every spelling."""

    shelves: Shelves
    spellings: Container[str]
    families: Iterable[Family]

    def leads_somewhere(self, path: str) -> bool:
        shelf, _, target = path.strip("/").partition("/")
        if shelf == "codes" and target:
            return codes.normal(target) in self.spellings or any(family.holds(target) for family in self.families)
        if shelf in self.shelves and target.partition("/")[0] not in self.shelves[shelf]:
            return False
        return any(_is_routed(way) for way in (path, f"{path}/"))


def _is_routed(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


class Elsewhere:
    """A new site has only what travels: live articles, by their addresses of today. So a file names an article that
    was renamed, merged or replaced by where it is now, and does not name one that is gone.
    """

    @cached_property
    def _articles(self) -> dict[str, str]:
        """The slugs of live articles, by each address that leads to one."""
        live = Article.objects.live()
        found = dict(OldSlug.objects.filter(article__in=live).values_list("slug", "article__slug"))
        now = timezone.now()
        replaced = Article.objects.filter(replacement__isnull=False, withdrawn_at__isnull=False)
        for article in replaced.select_related("replacement"):
            if heir := article.live_heir(now):
                found.setdefault(article.slug, heir.slug)
        return found | {slug: slug for slug in live.values_list("slug", flat=True)}

    @cached_property
    def _places(self) -> KnownPlaces:
        tables = (("services", Service), ("topics", Category), ("vendors", Vendor))
        shelves: dict[str, Container[str]] = {"articles": set(self._articles.values())}
        for name, table in tables:
            rows = table.objects.values_list("slug", "addresses")
            shelves[name] = {one for slug, addresses in rows for one in (slug, *addresses.split())}
        families = ErrorCode.objects.filter(kind="FAMILY").values_list("display", flat=True)
        spellings = set(CodeKey.objects.values_list("normal", flat=True))
        return KnownPlaces(shelves, spellings, [Family.parse(text) for text in families])

    def article(self, slug: str) -> str:
        """Nothing where it is gone."""
        return self._articles.get(slug, "")

    def path(self, path: str) -> str:
        """Nothing where it leads nowhere."""
        shelf, _, target = path.strip("/").partition("/")
        slug, part, rest = target.partition("/")
        if shelf == "articles" and self._articles.get(slug, slug) != slug:
            path = f"/articles/{self.article(slug)}{part or '/'}{rest}"
        return path if self._places.leads_somewhere(path) else ""

    def text(self, text: str) -> str:
        """Of a link to what is gone its words are left."""
        if not self._is_to_change(text):
            return text
        changed = _WHOLE.sub(self._link, text)
        # In another form than links are written here, it leads home.
        return LINK.sub(lambda found: found[0].replace(found[1], self.path(found[1]) or HOME), changed)

    def _is_to_change(self, text: str) -> bool:
        return any(self.path(path) != path for path in LINK.findall(text))

    def _link(self, found: re.Match[str]) -> str:
        before, path = found[0], self.path(found["path"])
        if not path:
            return found["words"]
        at = found.start("path") - found.start()
        return before[:at] + path + before[at + len(found["path"]) :]
