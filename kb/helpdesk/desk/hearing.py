"""What the caller said, in the order in which it is sure: a number of an article, a code, words."""

from dataclasses import dataclass

from django.utils import timezone

from kb.catalogue import call_numbers, codes
from kb.catalogue.call_numbers import CallNumber, CallNumberKind
from kb.catalogue.codes.spoken import sounded, written, written_as_one
from kb.catalogue.lookup import CodeLookup, look_up, nearest
from kb.catalogue.models import Article, ErrorCode, StartQuestion
from kb.catalogue.numbers import stamp_in
from kb.insight.seen.rules import of_unknown
from kb.pages.code import is_code_itself
from kb.pages.start_way import StartPlace, place_heard
from kb.search.finder import Hit, NamedCode, Results, find
from kb.search.known_words import KnownWords
from kb.search.reduce import reduce

MOST_CANDIDATES = 8


@dataclass(frozen=True)
class Heard:
    """One thing to show, or what it may be. `text` is what an address may hold of what was said.

    `have` is the version in hand, `call` what was packed into a number that the caller read out, and `start` where they
    stand in Start. `near` are codes that look like one that nobody knows: they are other errors.
    """

    text: str = ""
    found: CodeLookup | None = None
    article: Article | None = None
    codes: tuple[ErrorCode, ...] = ()
    hits: tuple[Hit, ...] = ()
    unknown: str = ""
    near: tuple[ErrorCode, ...] = ()
    was_reduced: bool = False
    have: int = 0
    call: CallNumber | None = None
    start: StartPlace | None = None
    gone: str = ""  # the number of what was asked for, where `article` is read in its place

    @property
    def code(self) -> ErrorCode | None:
        return self.found.only if self.found else None

    @property
    def is_answered(self) -> bool:
        return bool(self.code or self.article)

    @property
    def unwritten(self) -> str:
        """The key of a code that nobody has written down, where nothing in it may be personal."""
        return of_unknown(self.unknown).partition(":")[2]

    @property
    def is_as_said(self) -> bool:
        """Whether the box says already what is shown."""
        code = self.code
        return bool(self.found and code and code.display == self.text)


def _of_lookup(text: str, found: CodeLookup) -> Heard:
    if found.only is not None:
        return Heard(text, found=found)
    return Heard(text, codes=found.codes)


def _of_call_number(text: str) -> Heard | None:
    """Asked after codes: a known code is never read as a number of a page."""
    call = call_numbers.heard(text)
    if call is None:
        return None
    if call.kind == CallNumberKind.START:
        place = place_heard(list(StartQuestion.objects.whole()), call)
        return Heard(text, start=place, call=call) if place else None
    if call.kind == CallNumberKind.CODE:
        code = ErrorCode.objects.filter(pk=call.number).first()
        return Heard(text, found=look_up(code.display), call=call) if code else None
    article = Article.objects.live().with_guidance().filter(number=call.number, version__gte=call.version).first()
    return Heard(text, article=article, call=call) if article else _in_place_of(text, call.number)


def _in_place_of(text: str, number: int) -> Heard | None:
    """What replaces an article that is gone, which has other steps: neither version nor ticks of the old one hold."""
    gone = Article.objects.filter(number=number).first()
    heir = gone.live_heir(timezone.now()) if gone else None
    if gone is None or heir is None or heir.pk == gone.pk:
        return None
    return Heard(text, article=Article.objects.with_guidance().get(pk=heir.pk), gone=gone.label)


def _as_whole(text: str) -> Heard | None:
    """What the whole text is, if it is one thing."""
    if stamp := stamp_in(text):
        article = Article.objects.live().with_guidance().filter(number=stamp[0]).first()
        return Heard(text, article=article, have=stamp[1]) if article else _in_place_of(text, stamp[0])
    for said in dict.fromkeys((text, written(text))):
        if said and len(said) <= codes.LONGEST_TYPED:
            found = look_up(said)
            if found.kind != codes.MatchKind.UNKNOWN:
                return _of_lookup(text, found)
    return _of_call_number(text)


def _sure_of(results: Results) -> NamedCode | None:
    """The one code that a text names, where it names no other: a dialog that was pasted whole. Its number and its name
    are one code."""
    named = [one for one in results.codes if one.kind == codes.MatchKind.EXACT and len(one.codes) == 1]
    return named[0] if named and len({one.codes for one in results.codes if one.codes}) == 1 else None


def _of_words(text: str) -> Heard:
    results = find(text, limit=MOST_CANDIDATES)
    if sure := _sure_of(results):
        return Heard(text, found=look_up(sure.codes[0].display), hits=results.found)
    named = tuple(dict.fromkeys(code for one in results.codes for code in one.codes))[:MOST_CANDIDATES]
    whole = text if not results.codes and codes.looks_like_one(text) else ""
    unknown = next((one.text for one in results.codes if one.kind == codes.MatchKind.UNKNOWN), whole)
    near = tuple(nearest(unknown)) if unknown else ()
    hits = results.found[: MOST_CANDIDATES - len(named)]
    return Heard(text, codes=named, hits=hits, unknown=unknown, near=near)


def _said_as_one(text: str) -> Heard | None:
    """A code that nobody knows, where the text says one in words and nothing else: the whole of it, and not what a part
    of the words may say. Typed as it sounded, a known code is one to choose: nobody is sure of it.
    """
    if sound := sounded(text):
        found = look_up(sound)
        if found.kind != codes.MatchKind.UNKNOWN:
            return Heard(text, codes=found.codes)
    name = next((one for one in (written_as_one(text), sound) if one and of_unknown(one)), "")
    return Heard(name, unknown=name, near=tuple(nearest(name))) if name and name != text else None


def hear(said: str) -> Heard:
    """Never raises, whatever was said. What is a code as a whole holds nothing personal; of other texts, what may be
    personal is left out before it is looked for, as it is on public pages.
    """
    typed = " ".join(said.split())
    if not typed:
        return Heard()
    if heard := _as_whole(typed) or _said_as_one(typed):
        return heard
    reduced = reduce(said, KnownWords())
    was_reduced = bool(reduced.left_out) or reduced.was_cut
    if not reduced.text:
        return Heard(was_reduced=was_reduced)
    heard = (was_reduced and _as_whole(reduced.text)) or _of_words(reduced.text)
    return Heard(**{**vars(heard), "was_reduced": was_reduced})


def is_read_otherwise(heard: Heard) -> bool:
    """Whether it is to be said how the text became this code."""
    code = heard.code
    return bool(heard.found and code and not is_code_itself(heard.found, code))
