"""Which answer editors have chosen for a text, if any: for the whole of it, and then it is sure."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.constants import LOOKUP_SEP

from kb.catalogue.models import Article, GlossaryEntry, Vendor
from kb.catalogue.models.article import MOST_REPLACEMENTS
from kb.search.answers.document import AnswerEntry, Grammar, grammar
from kb.search.answers.phrases import MOST_CORRECTED, PhraseWords, SaidText
from kb.search.index import analysis
from kb.search.models import ChosenAnswer, SearchWord, Synonym
from kb.search.query.english import is_common

LONGEST = 40  # words; a longer text says more than a phrase
_COLUMNS = ("slug", "phrase", "leads_to", "article__slug", "vendor__slug", "word__slug", "position")
_REPLACED = LOOKUP_SEP.join(["article", *["replacement"] * MOST_REPLACEMENTS])


def in_order() -> QuerySet[ChosenAnswer]:
    """The first that is said counts. With what they lead to, and what has replaced that."""
    rows = ChosenAnswer.objects.select_related("article", "vendor", "word").prefetch_related(_REPLACED)
    return rows.order_by("position", "pk")


def entry_of(row: ChosenAnswer, at: datetime) -> AnswerEntry:
    """As it leads at that time: to what its article was merged into. Fetch it `in_order()`, or that costs queries."""
    article = row.article and (row.article.live_heir(at) or row.article)
    named = article or row.vendor or row.word
    return AnswerEntry(row.slug, row.phrase, row.leads_to, named.slug if named else "", row.position)


def phrases_leading_to(article: Article) -> list[str]:
    """What is said of the answers that lead to it, in their order."""
    return list(in_order().filter(article=article).values_list("phrase", flat=True))


def entries() -> tuple[AnswerEntry, ...]:
    """All of them, in their order. A few dozen: one query."""
    rows = ChosenAnswer.objects.order_by("position", "pk").values_list(*_COLUMNS)
    return tuple(
        AnswerEntry(slug, phrase, leads_to, article or vendor or word or "", position)
        for slug, phrase, leads_to, article, vendor, word, position in rows
    )


def chosen(text: str, *, as_typed: bool = False) -> AnswerEntry | None:
    """Whoever asks has seen to it that there is no code in the text, and no filter set."""
    words = analysis.words(text)
    if not words or len(words) > LONGEST:
        return None
    all_of_them = entries()
    told = grammar(all_of_them)
    read = as_meant(words, told.vocabulary, is_word=(lambda strange: True) if as_typed else is_word_of_ours)
    return said_by(read, all_of_them, told)


@dataclass(frozen=True)
class FoundAnswer:
    """What was chosen, and the one that it leads to: live, and what an article was merged into."""

    leads_to: str
    article: Article | None = None
    vendor: Vendor | None = None
    word: GlossaryEntry | None = None


def answer_to(text: str, *, at: datetime, as_typed: bool = False) -> FoundAnswer | None:
    """Sure where it is there. None also where the article of the answer is gone."""
    entry = chosen(text, as_typed=as_typed)
    row = in_order().filter(slug=entry.slug).first() if entry else None
    if row is None:
        return None
    article = row.article.live_heir(at) if row.article else None
    is_gone = row.article is not None and article is None
    return None if is_gone else FoundAnswer(row.leads_to, article, row.vendor, row.word)


def said_by(words: Sequence[str], among: Sequence[AnswerEntry], told: Grammar) -> AnswerEntry | None:
    said = SaidText(words)
    return next((among[place] for place, phrase in told.phrases if phrase.is_said_in(said)), None) if words else None


def mended(text: str, among: Collection[str]) -> str:
    """The text with its slips read as words of these; nothing where a word is neither."""
    return " ".join(as_meant(analysis.words(text), PhraseWords(among), is_word=is_word_of_ours))


def is_word_of_ours(words: Collection[str]) -> bool:
    """Whether one of them is a common word, or stands in an article or a synonym, as it is written."""
    if any(map(is_common, words)):
        return True
    if SearchWord.objects.filter(word__in=words).exists():
        return True
    phrases = Synonym.objects.values_list("folded", flat=True)
    return any(not set(phrase.split()).isdisjoint(words) for phrase in phrases)


def as_meant(words: Sequence[str], vocabulary: PhraseWords, *, is_word: Callable[[Collection[str]], bool]) -> list[str]:
    """With slips mended; nothing where a word is a stranger: then no phrase is all that was said.

    A slip is what is no word of ours, and one of a phrase but for the slip.
    """
    read = vocabulary.joined(words)
    strange = {word for word in read if not vocabulary.holds(word)}
    if not strange:
        return read
    instead = {word: vocabulary.instead_of(word) for word in strange} if len(strange) <= MOST_CORRECTED else {}
    if len(instead) < len(strange) or not all(instead.values()) or is_word(strange):
        return []
    return [part for word in read for part in instead.get(word, (word,))]
