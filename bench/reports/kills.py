"""Many reports are sent while web processes and workers die at random; then everything is counted."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException

from bench.reports.unit import KEEPER, WEB_SERVER, Unit, unit
from tests.killed.person import Outcome, Person
from tests.killed.points import MAIL, MAY_BE_TWICE, WEB, Point
from tests.killed.site import Site, Stored

PEOPLE = 8
CHANCE = 0.04  # to die, each time a process passes a point
MOST_ROUNDS = 20
URGENT = 2  # the least priority that is not; see kb.outbox.models.Priority
IN_HAND = 5.0  # seconds that a worker may have had a mail in its hands before the mail server took it


@dataclass
class Tally:
    """`lost` and all below it must be empty; `sent_twice` holds Message-IDs."""

    outcomes: list[tuple[str, Outcome]]
    stored: Stored
    deaths: list[tuple[Point, str]]
    taken: Counter[str]
    moments: dict[str, float]
    killed: Counter[str]
    shown: set[str] = field(init=False)
    sent_twice: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.shown = {outcome.reference for _, outcome in self.outcomes if outcome.reference}
        self.sent_twice = {message_id for message_id, times in self.taken.items() if times > 1}

    @property
    def lost(self) -> set[str]:
        """A reference was shown, and there is no report."""
        return self.shown - set(self.stored.reports)

    @property
    def stored_against_our_word(self) -> set[str]:
        """The person was told that nothing was stored, and it was."""
        return {text for text, outcome in self.outcomes if outcome.was_refused} & set(self.stored.reports.values())

    @property
    def not_sent(self) -> set[str]:
        """Reports of which no mail reached the desk's mail server."""
        desk = [delivery for delivery in self.stored.deliveries if delivery["purpose"] == "desk"]
        sent = {each["reference"] for each in desk if each["state"] == "SENT" and self.taken[each["message_id"]]}
        return set(self.stored.reports) - sent

    @property
    def sent_twice_without_cause(self) -> set[str]:
        """No worker died between the mail server's 250 and settling."""
        return self.sent_twice - {about for point, about in self.deaths if point in MAY_BE_TWICE}

    @property
    def under_two_names(self) -> set[str]:
        """One thing to say, and more than one Message-ID for it."""
        of_reports = [each for each in self.stored.deliveries if each["reference"] in self.stored.reports]
        posted = Counter((each["reference"], each["purpose"]) for each in of_reports)
        return {" ".join(which) for which, times in posted.items() if times > 1}

    @property
    def overtaken(self) -> list[str]:
        """Ordinary mails that were taken in hand while an urgent one had waited, and nobody had tried it."""
        urgent = [each for each in self.stored.deliveries if each["priority"] < URGENT]
        waits = [(each["posted_at"], self.moments.get(each["message_id"], float("inf"))) for each in urgent]
        ordinary = [each["message_id"] for each in self.stored.deliveries if each["priority"] >= URGENT]
        began = {each: self.moments[each] - IN_HAND for each in ordinary if each in self.moments}
        return [
            each for each, at in began.items() if any(posted < at and tried > at + IN_HAND for posted, tried in waits)
        ]

    @property
    def is_sound(self) -> bool:
        wrong = (self.lost, self.stored_against_our_word, self.not_sent, self.sent_twice_without_cause)
        return not any((*wrong, self.under_two_names, self.overtaken))

    def rows(self) -> Iterator[tuple[str, int]]:
        told = [outcome for _, outcome in self.outcomes]
        died = Counter(point for point, _ in self.deaths)
        yield "reports sent", len(told)
        yield "reference shown", len(self.shown)
        yield "told that it was not stored", sum(outcome.was_refused for outcome in told)
        yield "no answer, the process was killed", sum(outcome.was_cut_off for outcome in told)
        for point in (*WEB, *MAIL):
            yield f"killed {point}", died[point]
        for whom in (KEEPER, WEB_SERVER):
            yield f"killed {whom}", self.killed[whom]
        yield "reports stored", len(self.stored.reports)
        yield "mails to send", len(self.stored.deliveries)
        yield "of them urgent", sum(each["priority"] < URGENT for each in self.stored.deliveries)
        yield "mails sent twice, under one Message-ID", len(self.sent_twice)
        yield "**lost**: shown, and not stored", len(self.lost)
        yield "**stored against our word**", len(self.stored_against_our_word)
        yield "**never sent to the desk**", len(self.not_sent)
        yield "**sent twice without a kill between 250 and settling**", len(self.sent_twice_without_cause)
        yield "**sent under two Message-IDs**", len(self.under_two_names)
        yield "**sent before an urgent one that waited**", len(self.overtaken)


def _somebody(site: Site, kept: Unit) -> Person:
    """With a form of their own: one that is used again and again looks like spam, and confirms nothing."""
    while True:
        kept.wait_until_up()
        with suppress(OSError, HTTPException):
            return Person(site.server.url)


def _send(site: Site, kept: Unit, number: int) -> list[tuple[str, Outcome]]:
    def send(report: int) -> tuple[str, Outcome]:
        text = f"The card is not read, report {report}."
        somebody = _somebody(site, kept)
        kept.wait_until_up()
        outcome = somebody.send(text, email=f"reporter{report}@example.org")
        kept.note_sent()
        return text, outcome

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(send, range(number)))


def _sent_out(site: Site) -> Stored:
    """After the claims of dead workers have run out, which takes some minutes and is not waited for."""
    site.all_live()
    with site.aside() as aside:
        for _ in range(MOST_ROUNDS):
            stored = aside.stored(later=True)
            if all(delivery["state"] not in {"WAITING", "CLAIMED"} for delivery in stored.deliveries):
                break
            aside.work()
    return stored


def run(site: Site, number: int) -> Tally:
    site.die_at(*WEB, *MAIL, chance=CHANCE)
    with unit(site) as kept:
        outcomes = _send(site, kept, number)
    # Those that died over a message are known by now, and nobody dies any more.
    stored, deaths = _sent_out(site), site.deaths()
    return Tally(outcomes, stored, deaths, site.taken(), site.moments(), kept.killed)
