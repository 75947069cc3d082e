"""What one visitor may do, and how long it is known that it was the same one. Pure."""

from dataclasses import dataclass
from datetime import timedelta

from kb.catalogue.choices import Audience
from kb.catalogue.models import Article, ErrorCode

AN_HOUR = 3600
MOST_OF_A_VISIT = 20  # an hour
MOST_OF_A_NETWORK = 200  # an hour: a whole hospital may stand behind one address
VOTER_KNOWN = timedelta(hours=24)
COMMENT_KEPT = timedelta(days=180)


@dataclass(frozen=True)
class Voter:
    """`cookie` is random; `is_new` where the browser did not send it. `visit` is a hash under the key of the day."""

    cookie: str
    is_new: bool
    visit: str
    network: str = ""


@dataclass(frozen=True)
class VotedPage:
    """An article in the version that was read, or a code; the answer of a code is an article too."""

    article: Article | None
    version: int | None
    code: ErrorCode | None
    audience: Audience

    @property
    def name(self) -> str:
        if self.article:
            return f"article:{self.article.pk}:{self.version}"
        return f"code:{self.code.normal}" if self.code else ""
