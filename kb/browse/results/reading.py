"""What editors chose for the whole of a search, with all that its box says."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.browse.home import MOST_LIVE
from kb.browse.reading import all_clear_words, fetch_steps
from kb.browse.results.presenters import BestAnswer, StartOffer, best_answer
from kb.browse.search_request import SearchRequest
from kb.browse.start import choices_of
from kb.browse.validity import Moment
from kb.catalogue.glossary import WordEntry, asked_in, explained
from kb.catalogue.models import Article, StartQuestion, Vendor
from kb.catalogue.reading import word_entry, words
from kb.notices.presenters import NoticeView, present
from kb.search.answers.reading import FoundAnswer, answer_to, mended
from kb.search.choices import LeadsTo
from kb.search.finder import Hit, Results


@dataclass(frozen=True)
class AnswerBox:
    """templates/browse/_answer.html"""

    leads_to: str
    live: tuple[NoticeView, ...] = ()
    has_more: bool = False
    clear: str = ""  # that nothing is up, where somebody said so
    has_start: bool = False
    best: BestAnswer | None = None
    start: StartOffer | None = None
    company: Vendor | None = None
    word: WordEntry | None = None


def start_offer(question: StartQuestion, moment: Moment) -> StartOffer:
    whole = StartQuestion.objects.whole().get(pk=question.pk)
    return StartOffer(question.title, choices_of(whole, moment.now))


def answer_box(asked: SearchRequest, results: Results, moment: Moment, audience: str) -> AnswerBox | None:
    """None where the search asks for something else as well: a code, a filter, its second page."""
    if results.codes or asked.is_filtered or asked.page > 1:
        return None
    answer = answer_to(asked.text, at=moment.now, as_typed=asked.exact)
    return _box(answer, moment, audience) if answer else None


def _box(answer: FoundAnswer, moment: Moment, audience: str) -> AnswerBox | None:
    question = StartQuestion.objects.first_asked()
    box = AnswerBox(answer.leads_to, has_start=question is not None)
    match answer.leads_to:
        case LeadsTo.LIVE_ISSUES:
            live = [notice for notice in moment.notices if notice.is_live_issue(moment.now)]
            shown = tuple(present(notice, moment.now) for notice in live[:MOST_LIVE])
            return replace(box, live=shown, has_more=len(live) > MOST_LIVE, clear=all_clear_words(moment))
        case LeadsTo.START:
            return replace(box, start=start_offer(question, moment)) if question else None
        case LeadsTo.ARTICLE if answer.article:
            fetch_steps(answer.article)
            return replace(box, best=best_answer(answer.article, "chosen for these words", audience))
        case LeadsTo.VENDOR:
            return replace(box, company=answer.vendor)
        case LeadsTo.WORD if answer.word:
            return replace(box, word=word_entry(answer.word))
    return box


def without_answer(results: Results, box: AnswerBox) -> Results:
    """An article stands on the page once."""
    if box.best is None:
        return results
    return _with_hits(results, [hit for hit in results.hits if not box.best.is_of(hit.article)])


def without_companies(results: Results, companies: Sequence[Vendor]) -> Results:
    """A company's page and the one article about it are one entry, where the page is led to above the results.

    Of several articles about a company each says something of its own.
    """
    if not companies or results.is_sure:
        return results
    articles: dict[int | None, list[int]] = defaultdict(list)
    for vendor, article in Article.objects.live().filter(vendor__in=companies).values_list("vendor_id", "pk"):
        articles[vendor].append(article)
    same = {pks[0] for pks in articles.values() if len(pks) == 1}
    others = [hit for hit in results.hits if hit.article.pk not in same]
    return _with_hits(results, others) if others else results


def _with_hits(results: Results, hits: Sequence[Hit]) -> Results:
    return replace(results, hits=tuple(hits), number=results.number - len(results.hits) + len(hits))


def word_asked(asked: SearchRequest) -> WordEntry | None:
    """What a word means that was searched for, with a slip or without. It changes nothing about the results."""
    word, is_question = asked_in(asked.text)
    if not word or asked.page > 1:
        return None
    entries = words()
    if (entry := explained(asked.text, entries)) or not is_question or asked.exact:
        return entry
    meant = mended(word, {text for one in entries for text in one.texts})
    return explained(f"what is {meant}", entries) if meant else None
