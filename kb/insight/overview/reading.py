"""The last four weeks, in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from kb.catalogue.models import Article
from kb.insight.models import Vote
from kb.insight.seen.reading import unknown_codes
from kb.insight.votes.reading import Votes, votes_by_article

LOOKS_BACK = timedelta(weeks=4)
MOST_ARTICLES, MOST_CODES, MOST_COMMENTS = 50, 50, 20


@dataclass(frozen=True)
class ArticleVotes:
    """Of the version that the article has now; `comments` the newest first, also of votes that are not counted."""

    article: Article
    votes: Votes
    comments: tuple[str, ...]


@dataclass(frozen=True)
class ReaderWords:
    articles: tuple[ArticleVotes, ...]
    codes: tuple[tuple[str, int], ...]


def reader_words(now: datetime) -> ReaderWords:
    """First the articles that most often did not fix it."""
    since = now - LOOKS_BACK
    votes = votes_by_article(since)
    comments: defaultdict[int, list[str]] = defaultdict(list)
    told = Vote.objects.since(since).with_comment().filter(article__isnull=False).order_by("-at", "-pk")
    for article, comment in told.values_list("article", "comment"):
        if len(comments[article]) < MOST_COMMENTS:
            comments[article].append(comment)
    rows = [
        ArticleVotes(article, votes.get(article.pk, Votes(0, 0)), tuple(comments[article.pk]))
        for article in Article.objects.live().filter(pk__in={*votes, *comments})
    ]
    rows.sort(key=lambda row: (-row.votes.no, -len(row.comments), row.article.number))
    return ReaderWords(tuple(rows[:MOST_ARTICLES]), tuple(unknown_codes(since, MOST_CODES)))
