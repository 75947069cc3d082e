"""Very many sign in at once: who is let in, what the others are shown, and what it does not cost anybody else."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib.auth import aauthenticate, get_backends
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.views import LoginView
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from kb.accounts.models import AuditEntry, Throttle
from kb.accounts.sign_in import backend, gate, opened, passes
from tests.accounts.visits import PAGE, is_signed_in, send
from tests.at_once import WORKERS

pytestmark = pytest.mark.django_db

urlpatterns = [
    path("of-a-package/", LoginView.as_view(template_name="accounts/form-expired.html")),
    path("", include("kb.urls")),
]


class SlowHasher(MD5PasswordHasher):
    """Takes its time, and notices whether two are looked at together."""

    seconds = 0.0
    inside = 0
    most = 0
    _lock = threading.Lock()

    def encode(self, password: str, salt: str) -> str:
        with self._lock:
            SlowHasher.inside += 1
            SlowHasher.most = max(SlowHasher.most, SlowHasher.inside)
        time.sleep(SlowHasher.seconds)
        with self._lock:
            SlowHasher.inside -= 1
        return super().encode(password, salt)


@pytest.fixture
def gate_of(monkeypatch):
    def made(most_waiting: int, seconds: float = 3.0) -> gate.Gate:
        own = gate.Gate(most_waiting=most_waiting, seconds=seconds, before_waiting=gate.close_old_connections)
        monkeypatch.setattr(backend, "the_gate", lambda: own)
        return own

    return made


@pytest.fixture
def full(gate_of):
    """Somebody's password is being looked at, and nobody may wait."""
    with gate_of(0).turn(0):
        yield


def test_no_way_in_by_password_passes_by_the_gate():
    assert all(isinstance(one, backend.PasswordBackend) for one in get_backends())
    folder = Path(settings.BASE_DIR) / "kb"
    looks = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*.py") if "check_password(" in path.read_text()
    }
    assert looks == {"accounts/actions.py"}  # changing one's own, inside the gate: see below


# --- What the others are shown -------------------------------------------------------------------------------------


def test_whose_password_is_not_looked_at_keeps_their_name_and_is_told_when_to_come_back(full, client, writer, password):
    answer = send(client, '<b>"first.editor"', password, next="/account/password/?a=1&b=2")

    page = answer.text
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "2", "private, no-store")
    assert "Many people are signing in just now" in page
    assert "does not count as a wrong try" in page
    assert 'value="&lt;b&gt;&quot;first.editor&quot;"' in page
    assert 'value="/account/password/?a=1&amp;b=2"' in page
    assert password not in page
    assert "Try again" in page
    assert "gap-for" not in page
    assert not is_signed_in(client)


def test_the_form_on_that_page_can_be_sent(gate_of, writer, password):
    client = Client(enforce_csrf_checks=True)
    client.get(PAGE)
    token = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    with gate_of(0).turn(0):
        page = client.post(PAGE, token | {"username": "first.editor", "password": password}).text
    again = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]

    answer = client.post(PAGE, {"csrfmiddlewaretoken": again, "username": "first.editor", "password": password})

    assert answer.status_code == 302
    assert is_signed_in(client)


def test_what_was_not_looked_at_is_not_counted_and_costs_no_hash(full, client, settings, writer):
    settings.PASSWORD_HASHERS = [f"{__name__}.SlowHasher"]
    SlowHasher.most = 0
    before = AuditEntry.objects.count()

    assert [send(client).status_code for _ in range(12)] == [503] * 12

    assert SlowHasher.most == 0
    assert Throttle.objects.count() == 0
    assert AuditEntry.objects.count() == before


def test_who_is_turned_away_again_from_an_address_that_failed_asks_no_database(
    gate_of, client, writer, django_assert_num_queries
):
    own = gate_of(1)
    send(client)
    send(client)  # by now this process knows of the first
    entered = threading.Event()

    def wait() -> None:
        with suppress(gate.Busy), own.turn(4):
            entered.set()

    with own.turn(0):
        waiting = threading.Thread(target=wait)
        waiting.start()
        wait_until(lambda: own.waiting() == 1)
        with django_assert_num_queries(0):
            assert send(client, "somebody.else").status_code == 503
    waiting.join(10)
    assert entered.is_set()


def test_a_wrong_password_costs_as_many_queries_whoever_it_is_for(client, writer, clerk):
    clerk.is_active = False
    clerk.save(update_fields=["is_active"])
    asked = {}
    for name in ("warm.up", "first.editor", "nobody.here", "clerk"):
        with CaptureQueriesContext(connection) as queries:
            send(Client(), name)
        asked[name] = [query["sql"].split("accounts_", 1)[-1][:8] for query in queries]

    assert asked["first.editor"] == asked["nobody.here"] == asked["clerk"]


def test_a_name_that_nobody_has_is_answered_as_one_that_somebody_has(full, client, writer):
    pages = [send(Client(), name).text.replace(name, "…") for name in ("first.editor", "nobody.here")]

    lines = [[line for line in page.splitlines() if "csrfmiddlewaretoken" not in line] for page in pages]
    assert lines[0] == lines[1]


def test_a_sign_in_page_of_a_package_passes_the_same_gate(full, client, settings, writer, password):
    settings.ROOT_URLCONF = __name__

    answer = client.post("/of-a-package/", {"username": "first.editor", "password": password})

    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "2", "private, no-store")
    assert "Go back in your browser, wait two seconds" in answer.text
    assert passes.WAITED in answer.cookies


def test_so_does_a_page_that_signs_in_without_waiting_for_its_thread(transactional_db, gate_of, writer, password):
    with gate_of(0).turn(0), pytest.raises(gate.Busy):
        async_to_sync(aauthenticate)(username="first.editor", password=password)

    assert async_to_sync(aauthenticate)(username="first.editor", password=password) == writer


def test_and_the_same_limit(client, settings, writer, password):
    settings.ROOT_URLCONF = __name__
    for _ in range(10):
        send(client)

    answer = client.post("/of-a-package/", {"username": "first.editor", "password": password})

    assert answer.status_code == 429
    assert "You have tried too many times" in answer.text


def test_whoever_changes_their_password_waits_in_the_same_row(gate_of, client, writer, password, monkeypatch):
    from kb.accounts import actions

    own = gate_of(0)
    monkeypatch.setattr(actions, "the_gate", lambda: own)
    client.force_login(writer)
    new = "a hat of green umbrellas"
    typed = {"current_password": password, "new_password": new, "new_password_again": new}
    with own.turn(0):
        answer = client.post("/account/password/", typed)

    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert "Many people are signing in just now" in answer.text
    assert client.post("/account/password/", typed).status_code == 302


def test_who_is_turned_away_at_once_is_told_a_moment_later_and_who_waited_is_not(gate_of, client):
    told: list[float] = []
    own = gate_of(0)
    with own.turn(0):
        send(client, **{"kb.answer_later": told.append})
    own = gate_of(1, seconds=0.9)
    with own.turn(0):
        send(client, **{"kb.answer_later": told.append})

    assert told[0] == pytest.approx(0.75, abs=0.1)
    assert told[1] < 0.6


# --- Many at once, through the view --------------------------------------------------------------------------------


class Trying:
    """So many at once, each with a name that nobody has."""

    def __init__(self, number: int) -> None:
        self.answers: list[int] = []
        self._threads = [threading.Thread(target=self._try, args=[f"nobody.{one}"]) for one in range(number)]
        for thread in self._threads:
            thread.start()

    def _try(self, name: str) -> None:
        try:
            self.answers.append(send(Client(), name).status_code)
        finally:
            connection.close()

    def end(self) -> None:
        for thread in self._threads:
            thread.join(30)


def wait_until(is_so) -> None:
    deadline = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def slow_hash(transactional_db, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.SlowHasher"]
    SlowHasher.most, SlowHasher.seconds = 0, 0.05
    yield
    SlowHasher.seconds = 0.0


def test_a_flood_is_looked_at_one_at_a_time_and_eight_wait(slow_hash, gate_of):
    own = gate_of(8, seconds=30)

    with own.turn(0):
        trying = Trying(16)
        wait_until(lambda: own.waiting() == 8 and len(trying.answers) == 8)
    trying.end()

    assert SlowHasher.most == 1
    assert sorted(trying.answers) == [200] * 8 + [503] * 8


def test_a_page_and_somebody_with_an_account_get_through_a_flood(slow_hash, gate_of, writer, password):
    """Invented names without a rest, all from one address; the person does as the page says."""
    gate_of(1)
    is_over = threading.Event()
    answers: list[int] = []

    def flood(number: int) -> None:
        try:
            while not is_over.is_set():
                answers.append(send(Client(), f"nobody.{number}.{len(answers)}").status_code)
        finally:
            connection.close()

    others = WORKERS - 1
    with ThreadPoolExecutor(others) as pool:
        flooding = [pool.submit(flood, number) for number in range(others)]
        try:
            until = time.monotonic() + 10
            while len(answers) < 20 and time.monotonic() < until:
                time.sleep(0.01)
            person = Client()
            tries = 0
            while (status := send(person, "first.editor", password).status_code) == 503 and tries < 3:
                tries += 1
                time.sleep(2)
        finally:
            is_over.set()
        for one in flooding:
            one.result()

    assert status == 302
    assert tries <= 1  # who came back when they were told goes before those who did not wait
    assert answers.count(503) > 0


# --- Who took their time ---------------------------------------------------------------------------------------------


def opened_form(client: Client, **extra) -> str:
    page = client.get(PAGE, **extra).text
    return page.partition('name="opened" value="')[2].partition('"')[0]


def took_time(form: str, **extra) -> bool:
    from django.test import RequestFactory

    return opened.took_their_time(RequestFactory().post(PAGE, {"opened": form}, **extra))


@pytest.mark.parametrize(("seconds", "expected"), [(0, False), (1.4, False), (1.6, True), (900, True), (901, False)])
def test_who_types_their_password_takes_longer_than_a_program(client, clock, seconds, expected):
    form = opened_form(client)
    clock.now += seconds

    assert took_time(form) is expected


def test_an_opened_form_counts_once_and_from_one_address_and_cannot_be_made_up(client, clock):
    form, other = opened_form(client), opened_form(client)
    clock.now += 2

    assert [took_time(form), took_time(form)] == [True, False]
    assert not took_time(other, REMOTE_ADDR="192.0.2.9")
    assert not took_time(f"{other[:-2]}xx")
    assert not took_time("")
    assert took_time(other)


def test_forms_that_counted_are_bounded_in_number():
    used = opened.UsedForms()
    used.most = 2

    assert [used.use(key) for key in "aabca"] == [True, False, True, True, True]
    assert not used.use("c")


def test_who_typed_goes_before_a_flood_from_their_own_address(
    transactional_db, gate_of, client, writer, password, clock
):
    send(client)  # a try from here failed, so nobody here is clean any more
    own = gate_of(1)
    form = opened_form(client)
    clock.now += 2
    answers: dict[str, int] = {}

    def sends(name: str, **typed) -> threading.Thread:
        def go() -> None:
            try:
                answers[name] = Client().post(PAGE, {"username": name, "password": password} | typed).status_code
            finally:
                connection.close()

        thread = threading.Thread(target=go)
        thread.start()
        return thread

    with own.turn(0):
        flood = sends("nobody.here")
        wait_until(lambda: own.waiting() == 1)
        person = sends("first.editor", opened=form)
        wait_until(lambda: "nobody.here" in answers)
    flood.join(10)
    person.join(10)

    assert answers == {"nobody.here": 503, "first.editor": 302}


# --- Who waited, and which browser is known ------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch):
    """Moved by hand."""

    class Clock:
        now = 1_800_000_000.0

        def time(self) -> float:
            return self.now

    made = Clock()
    monkeypatch.setattr(passes, "time", made)
    monkeypatch.setattr(opened, "time", made)
    return made


def waited(client: Client, name: str = "first.editor", **extra) -> bool:
    """Whether they would be taken for somebody who waited."""
    from django.test import RequestFactory

    request = RequestFactory().post(PAGE, **extra)
    request.COOKIES = {key: morsel.value for key, morsel in client.cookies.items()}
    return passes.has_waited(request, name)


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0, False), (1.4, False), (1.6, True), (2, True), (60, True), (61, False)]
)
def test_who_comes_back_after_two_seconds_and_within_a_minute_has_waited(full, client, clock, seconds, expected):
    send(client)
    clock.now += seconds

    assert waited(client) is expected


def test_who_comes_back_too_early_begins_anew_and_who_waited_keeps_it(full, client, clock):
    send(client)
    for _ in range(3):
        clock.now += 1
        send(client)
        assert not waited(client)
    clock.now += 2
    assert waited(client)

    send(client)  # again no room

    assert waited(client)


def test_a_wait_is_for_one_name_and_one_address_and_cannot_be_made_up(full, client, clock):
    send(client, "first.editor")
    clock.now += 2

    assert waited(client, " FIRST.editor")
    assert not waited(client, "nobody.here")
    assert not waited(client, REMOTE_ADDR="192.0.2.9")
    client.cookies[passes.WAITED] = client.cookies[passes.WAITED].value[:-2] + "xx"
    assert not waited(client)


def test_cookies_hold_no_name_and_go_to_the_sign_in_page_only(full, client, settings):
    settings.SITE_IS_SECURE = True
    send(client, "first.editor")

    cookie = client.cookies[passes.WAITED]
    assert (cookie["path"], cookie["httponly"], cookie["secure"], cookie["samesite"]) == (PAGE, True, True, "Lax")
    assert cookie["max-age"] == 60
    assert "first.editor" not in str(passes.signing.loads(cookie.value, salt=f"accounts.{passes.WAITED}"))


def test_tries_of_others_do_not_shut_out_the_browser_in_which_somebody_signed_in(client, writer, password):
    send(client, password=password)
    client.post("/sign-out/")
    stranger = Client()
    for _ in range(12):
        send(stranger)
    assert send(stranger, password=password).status_code == 429

    assert send(client, "First.Editor", password).status_code == 302


def test_nor_does_a_known_browser_guess_more_often(client, writer, password):
    send(client, password=password)

    assert [send(client).status_code for _ in range(11)] == [200] * 10 + [429]


def test_a_browser_is_known_for_its_own_accounts_only(client, writer, clerk, password):
    send(client, password=password)
    for _ in range(10):
        send(client, "clerk")

    assert send(client, "clerk", password).status_code == 429
    assert send(client, "first.editor", password).status_code == 302


def test_several_people_may_share_a_browser_and_the_earliest_of_many_is_forgotten(client, writer, password):
    from kb.accounts.actions import add_person

    names = [f"person.{number}" for number in range(passes.MOST_ACCOUNTS)]
    send(client, password=password)
    for name in names:
        add_person(username=name, name=name, role=writer.role, password=password)
        send(client, name, password)

    known = passes.signing.loads(client.cookies[passes.KNOWN].value, salt=f"accounts.{passes.KNOWN}")
    assert list(known) == [passes._mark(passes.KNOWN, name) for name in reversed(names)]
