"""What a run with kills is judged by: each way to fail it is seen."""

from collections import Counter
from dataclasses import replace

from bench.reports.kills import IN_HAND, URGENT, Tally
from tests.killed.person import Outcome
from tests.killed.points import Point
from tests.killed.site import Stored

SENT = {
    "reference": "AAAA2222",
    "purpose": "desk",
    "message_id": "<desk>",
    "state": "SENT",
    "attempts": ["SENT"],
    "priority": URGENT,
    "posted_at": 100.0,
}
STORED = Stored(reports={"AAAA2222": "one"}, deliveries=[SENT])


def tally(**changed: object) -> Tally:
    sound = Tally(
        outcomes=[("one", Outcome(reference="AAAA2222")), ("two", Outcome()), ("three", Outcome(was_refused=True))],
        stored=STORED,
        deaths=[],
        taken=Counter({"<desk>": 1}),
        moments={"<desk>": 101.0},
        killed=Counter(),
    )
    return replace(sound, **changed)


def test_run_in_which_all_that_was_shown_is_stored_and_sent_is_sound():
    assert tally().is_sound
    assert dict(tally().rows())["no answer, the process was killed"] == 1


def test_report_that_is_stored_though_its_person_got_no_answer_is_sound():
    assert tally(outcomes=[("one", Outcome())]).is_sound


def test_reference_without_a_report_is_lost():
    lost = tally(outcomes=[("two", Outcome(reference="BBBB3333"))])

    assert (lost.lost, lost.is_sound) == ({"BBBB3333"}, False)


def test_report_that_is_stored_though_we_said_it_was_not_is_seen():
    denied = tally(outcomes=[("one", Outcome(was_refused=True))])

    assert (denied.stored_against_our_word, denied.is_sound) == ({"one"}, False)


def test_report_that_the_mail_server_never_took_is_seen():
    unsent = tally(taken=Counter())

    assert (unsent.not_sent, unsent.is_sound) == ({"AAAA2222"}, False)


def test_mail_sent_twice_needs_a_kill_after_the_server_took_it():
    twice = Counter({"<desk>": 2})

    assert tally(taken=twice, deaths=[(Point.TAKEN, "<desk>")]).is_sound
    assert tally(taken=twice, deaths=[(Point.BEFORE_SETTLING, "<desk>")]).is_sound
    assert tally(taken=twice, deaths=[(Point.BEFORE_DATA, "<desk>")]).sent_twice_without_cause == {"<desk>"}
    assert not tally(taken=twice, deaths=[(Point.TAKEN, "<other>")]).is_sound


def test_two_message_ids_for_one_mail_are_seen():
    twice = tally(stored=replace(STORED, deliveries=[SENT, {**SENT, "message_id": "<again>"}]))

    assert (twice.under_two_names, twice.is_sound) == ({"AAAA2222 desk"}, False)


def test_ordinary_mail_that_was_sent_while_an_urgent_one_waited_is_seen():
    """Not one that a worker may have had in hand when the urgent one was posted."""
    urgent = {**SENT, "reference": "BBBB3333", "message_id": "<urgent>", "priority": URGENT - 1}
    both = {"stored": Stored({"AAAA2222": "one", "BBBB3333": "two"}, [SENT, urgent])}
    both["taken"] = Counter({"<desk>": 1, "<urgent>": 1})
    late, in_time = 102 + 2 * IN_HAND, 101 + IN_HAND

    waited = tally(**both, moments={"<desk>": in_time, "<urgent>": late})

    assert (waited.overtaken, waited.is_sound) == (["<desk>"], False)
    assert tally(**both, moments={"<desk>": 99 + IN_HAND, "<urgent>": late}).is_sound
    assert tally(**both, moments={"<desk>": late, "<urgent>": in_time}).is_sound
