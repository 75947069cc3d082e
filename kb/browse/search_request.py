"""What a results page was asked for, and the address that asks it."""

from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from kb.browse.forms import SearchForm
from kb.privacy.patterns import Left
from kb.search.reduce import KnowsWords, reduce


@dataclass(frozen=True)
class SearchRequest:
    """The text is what is left of the one that was typed; `was_reduced` says that the address held more."""

    text: str
    left_out: tuple[Left, ...] = ()
    was_cut: bool = False
    was_reduced: bool = False
    exact: bool = False
    all: bool = False
    service: str = ""
    category: str = ""
    audience: str = ""
    page: int = 1

    @classmethod
    def of(cls, data: QueryDict, known: KnowsWords) -> Self:
        """From the query or the body; reduced before anything else is done with it."""
        form = SearchForm(data)
        form.full_clean()
        said: dict[str, Any] = form.cleaned_data
        reduced = reduce(said["q"], known)
        left_out = {*said["left"], *reduced.left_out}
        return cls(
            text=reduced.text,
            left_out=tuple(kind for kind in Left if kind in left_out),
            was_cut=said["cut"] or reduced.was_cut,
            was_reduced=bool(reduced.left_out) or reduced.was_cut,
            **{name: said[name] for name in ("exact", "all", "service", "category", "audience", "page")},
        )

    @property
    def is_filtered(self) -> bool:
        return bool(self.service or self.category or self.audience)

    @property
    def says(self) -> dict[str, str]:
        """What the address says, shortest first; the page is the first unless it says another."""
        return {
            "q": self.text,
            **({"cut": "1"} if self.was_cut else {}),
            **({"left": "-".join(self.left_out)} if self.left_out else {}),
            **({"exact": "1"} if self.exact else {}),
            **({"all": "1"} if self.all else {}),
            **{name: value for name in ("service", "category", "audience") if (value := getattr(self, name))},
            **({"page": str(self.page)} if self.page > 1 else {}),
        }

    @property
    def address(self) -> str:
        return f"{reverse('browse:search')}?{urlencode(self.says)}"

    def but(self, **changes: object) -> str:
        """The address of the same search with something else; its first page unless that is what changes."""
        return replace(self, **{"page": 1, **changes}).address  # type: ignore[arg-type] # named by the caller
