"""What hangs on an article, and moves when it is merged or is lost when it goes."""

from dataclasses import dataclass

from django.utils.text import get_text_list

from kb.catalogue.models import Article, Shortcut
from kb.reports.models import Report

MOST = 12


@dataclass(frozen=True)
class Hanging:
    codes: tuple[str, ...]
    addresses: tuple[str, ...]
    shortcuts: tuple[str, ...]
    reports: int

    @property
    def moves(self) -> str:
        """Said before it is merged: what the other article will have then."""
        kinds = (
            (f"the code{'s' if len(self.codes) > 1 else ''} {_named(self.codes)}", self.codes),
            (f"the address{'es' if len(self.addresses) > 1 else ''} {_named(self.addresses)}", self.addresses),
            (f"home’s common problem {_named(self.shortcuts)}", self.shortcuts),
            (f"{self.reports} report{'' if self.reports == 1 else 's'}", self.reports),
        )
        moves = get_text_list([words for words, there in kinds if there], "and")
        return (
            f"To the other article move: {moves}. Its pages of codes, searches and links then lead there. "
            "The words of this one do not: bring over what is missing first."
        )

    @property
    def loses(self) -> str:
        """Said before it is taken down, beside the codes that nothing else answers."""
        addresses = _named(self.addresses)
        kept = f"The address{'es' if len(self.addresses) > 1 else ''} {addresses} will say that it was withdrawn"
        gone = (
            f" Home’s common problem {_named(self.shortcuts)} leads nowhere then: choose another article for it."
            if self.shortcuts
            else ""
        )
        return f"{kept}, and lead to the article that replaces it, if you name one.{gone} To move its codes, merge it."


def _named(names: tuple[str, ...]) -> str:
    left_out = len(names) - MOST
    more = [f"{left_out} more"] if left_out > 0 else []
    return get_text_list([*names[:MOST], *more], "and")


def hanging_on(article: Article) -> Hanging:
    old = sorted(article.old_slugs.values_list("slug", flat=True))
    return Hanging(
        codes=tuple(article.code_uses.order_by("position", "pk").values_list("code__display", flat=True)),
        addresses=tuple(f"/articles/{slug}/" for slug in (article.slug, *old)),
        shortcuts=tuple(
            f"“{label}”" for label in Shortcut.objects.filter(article=article).values_list("label", flat=True)
        ),
        reports=Report.objects.filter(article=article).count(),
    )
