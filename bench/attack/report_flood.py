"""A flood of reports through one opened form whose cookies are dropped, and nurses among it who need the desk now."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bench.attack.target import Bounds, NotOurs, Target, Visitor
from tests.journeys.server import Server
from tests.outbox.mail_server import MailServer

WORDS = "send reports through one form, dropping its cookies, while others say that patient care is affected"
CLIENTS = (8,)
PAGE = "/report/"
ELSEWHERE = "127.0.0.3"  # on this machine too, and not where the attack comes from
OLD_ENOUGH = 3.5  # seconds between opening a form and sending it
BETWEEN_NURSES = 2.0
MOST_REPORTS = 600  # of the attack
SECONDS_A_MAIL = 0.2  # how long the desk's mail server takes for each
LONGEST_WAIT = 90.0  # for the mails of the nurses, when all was sent
FLOOD = 100  # of the site that is started for it: the smallest that the setting takes
SENT = 303
URGENT = "Patient care is affected, nurse"
_HIDDEN = re.compile(r'<input type="hidden" name="(csrfmiddlewaretoken|state)" value="([^"]*)"')
_TYPED = {"scale": "JUST_ME", "name": "A person of the attack", "phone": "01632 960001"}


@dataclass
class Desk:
    """The mail server of the desk, which takes its time; it notes when it took what."""

    server: MailServer
    taken_at: list[float] = field(default_factory=list)

    def take_time(self) -> None:
        time.sleep(SECONDS_A_MAIL)
        self.taken_at.append(time.monotonic())

    def mails(self) -> list[tuple[float, str, str]]:
        """When, the subject and the words of each."""
        return [
            (at, str(mail["Subject"]), mail.get_body(("plain",)).get_content())
            for at, mail in zip(self.taken_at, list(self.server.taken), strict=False)
        ]


_desks: list[Desk] = []


@contextmanager
def beside(server: Server) -> Iterator[None]:
    """What the site needs that is attacked so: a desk with a mail server, and a limit that is soon reached."""
    with MailServer() as mail_server:
        desk = Desk(mail_server)
        mail_server.at["DATA"] = desk.take_time
        server.env |= {
            "SERVICE_DESK_EMAIL": "desk@example.org",
            "MAIL_FROM": "knowledge-base@example.org",
            "MAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
            "REPORT_FLOOD": str(FLOOD),
        }
        _desks[:] = [desk]
        yield


@dataclass
class Nurse:
    words: str
    sent_at: float
    status: int
    waited: float | None = None  # until the desk's mail server had it in a mail of its own


@dataclass
class Outcome:
    clients: int
    answers: Counter[int] = field(default_factory=Counter)
    nurses: list[Nurse] = field(default_factory=list)
    mails_of_flood: int = 0

    def rows(self) -> list[list[str]]:
        waited = sorted(nurse.waited for nurse in self.nurses if nurse.waited is not None)
        turned_away = sum(nurse.status != SENT for nurse in self.nurses)
        never = len(self.nurses) - turned_away - len(waited)
        return [
            [
                str(self.clients),
                f"{self.answers[SENT]} of {self.answers.total()}",
                str(self.mails_of_flood),
                str(len(self.nurses)),
                str(turned_away),
                str(never),
                f"{waited[len(waited) // 2]:.1f}" if waited else "",
                f"{waited[-1]:.1f}" if waited else "",
            ]
        ]


HEAD = (
    "clients",
    "reports of the flood stored",
    "of them mails of their own",
    "urgent reports",
    "turned away",
    f"no mail {LONGEST_WAIT:.0f} s later",
    "median s",
    "longest s",
)


async def _opened(visitor: Visitor) -> dict[str, str]:
    return dict(_HIDDEN.findall((await visitor.get(PAGE)).body))


async def _past_the_offer(visitor: Visitor) -> dict[str, str]:
    """The form as it is sent on from the page of what may help, which comes once."""
    answer = await visitor.post(PAGE, await _opened(visitor) | _TYPED | {"text": "The card is not read."})
    return dict(_HIDDEN.findall(answer.body)) or await _opened(visitor)


async def _flood(visitor: Visitor, form: dict[str, str], bounds: Bounds, until: float, outcome: Outcome) -> None:
    """One form again and again, each time with other words and without the cookie that it was given for them."""
    while time.monotonic() < until and outcome.answers.total() < MOST_REPORTS and bounds.spend():
        visitor.drop("visitor")
        told = _TYPED | {"text": f"Number {bounds.made} of a flood."}
        answer = await visitor.post(PAGE, form | told)
        outcome.answers[answer.status] += 1


async def _nurse(target: Target, number: int, outcome: Outcome) -> None:
    visitor = Visitor(target, address=ELSEWHERE)
    form, words = await _opened(visitor), f"{URGENT} {number}."
    await asyncio.sleep(OLD_ENOUGH)
    sent_at = time.monotonic()
    answer = await visitor.post(PAGE, form | _TYPED | {"text": words, "is_urgent": "yes"})
    outcome.nurses.append(Nurse(words, sent_at, answer.status))


async def _wait_for_mails(desk: Desk, outcome: Outcome) -> None:
    until = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < until:
        _look(desk, outcome)
        if all(nurse.waited is not None for nurse in outcome.nurses if nurse.status == SENT):
            return
        await asyncio.sleep(0.5)


def _look(desk: Desk, outcome: Outcome) -> None:
    mails = desk.mails()
    own = [(at, words) for at, subject, words in mails if subject.startswith("URGENT Report ")]
    for nurse in outcome.nurses:
        nurse.waited = next((at - nurse.sent_at for at, words in own if nurse.words in words), None)
    outcome.mails_of_flood = sum(subject.startswith("Report ") for _, subject, _ in mails)


async def attack(target: Target, bounds: Bounds, account: object) -> Outcome:
    """`account` is nobody's here: a report needs none."""
    if not _desks:
        raise NotOurs("This attack starts a site of its own, with a mail server beside it: leave out --url.")
    outcome, desk = Outcome(bounds.clients), _desks[0]
    visitor = Visitor(target)
    form = await _past_the_offer(visitor)
    await asyncio.sleep(OLD_ENOUGH)
    until = time.monotonic() + bounds.seconds
    async with asyncio.TaskGroup() as going:
        for _ in range(bounds.clients):
            going.create_task(_flood(visitor, form, bounds, until, outcome))
        for number in range(int((bounds.seconds - OLD_ENOUGH) / BETWEEN_NURSES)):
            going.create_task(_nurse(target, number, outcome))
            await asyncio.sleep(BETWEEN_NURSES)
    await _wait_for_mails(desk, outcome)
    return outcome
