"""Bodies of requests: bounded while they arrive, the words kept, and nothing held for longer than it is needed."""

import io
from urllib.parse import parse_qs

import pytest

from kb.lib import bodies
from kb.lib.bodies import ABSURD, Bounded
from kb.lib.left_out import LEFT_OUT, WORDS, LeftOut, most_of

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "xxBOUNDxx"
FILES = 5 * 8 * 1024 * 1024
REPORT = WORDS + FILES


def box(name: str, value: str) -> bytes:
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()


def file(size: int) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="screenshots"; filename="a.png"\r\n\r\n'
    return head.encode() + b"x" * size + b"\r\n"


def form(*parts: bytes) -> bytes:
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


class Client(io.BytesIO):
    """What a client sends, and how much of it was read."""

    def readinto(self, *given):
        raise AssertionError("read in pieces only")


def request(data: bytes, *, kind: str = "", path: str = "/report/", said: int | None = -1) -> dict:
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "CONTENT_TYPE": kind or f"multipart/form-data; boundary={BOUNDARY}",
        "wsgi.input": Client(data),
    }
    if said is None:
        return environ | {"HTTP_TRANSFER_ENCODING": "chunked"}
    return environ | {"CONTENT_LENGTH": str(len(data) if said == -1 else said)}


def words(environ: dict) -> dict[str, list[str]]:
    assert environ["CONTENT_TYPE"] == FORM
    data = environ["wsgi.input"].read()
    assert len(data) == int(environ["CONTENT_LENGTH"])
    return parse_qs(data.decode())


@pytest.fixture
def bounded() -> Bounded:
    return Bounded(lambda environ, start_response: [])


def test_the_report_form_takes_its_screenshots_and_other_forms_take_words():
    assert most_of(request(b"")) == REPORT
    assert most_of(request(b"", path="/edit/drafts/7/")) == WORDS + 8 * 1024 * 1024
    for path in ("/report/ABC/secret/add/", "/search/", "/accounts/sign-in/", "/nothing/here/", "/report/"):
        assert most_of(request(b"", path=path, kind=FORM)) == WORDS
    assert most_of(request(b"", path="/report/ABC/secret/add/")) == WORDS


@pytest.mark.parametrize("said", [-1, None])
def test_what_fits_goes_on_whole_and_is_let_go(bounded, said):
    data = form(box("text", "hello"), file(1_000_000))

    with bounded.whole(request(data, said=said)) as whole:
        assert whole.environ["wsgi.input"].read() == data
        assert whole.environ["CONTENT_LENGTH"] == str(len(data))
        assert (LEFT_OUT in whole.environ, whole.more_comes) == (False, False)
        assert 0 < bounded.room.held <= len(data)

    assert bounded.room.held == 0


@pytest.mark.parametrize("said", [-1, None])
def test_of_what_is_too_large_the_words_before_and_after_are_kept(bounded, said):
    data = form(box("text", "before"), file(REPORT + 1), box("software", "after"), box("read", "1"), box("read", "2"))

    with bounded.whole(request(data, said=said)) as whole:
        assert whole.environ[LEFT_OUT] is LeftOut.TOO_LARGE
        assert words(whole.environ) == {"text": ["before"], "software": ["after"], "read": ["1", "2"]}
        assert not whole.more_comes
        assert bounded.room.held == 0


def test_it_is_read_on_to_three_times_the_limit_and_no_further(bounded, monkeypatch):
    monkeypatch.setattr("kb.lib.bodies.most_of", lambda environ: 100_000)
    sent = request(form(box("text", "before"), file(2_000_000)), said=None)

    with bounded.whole(sent) as whole:
        assert words(whole.environ) == {"text": ["before"]}
        assert whole.more_comes
        assert sent["wsgi.input"].tell() <= 300_000


@pytest.mark.parametrize("said", [ABSURD, 10**18, int("9" * 60)], ids=["10 GB", "a lot", "absurd"])
def test_what_nobody_could_send_is_not_waited_for(bounded, said):
    """Not a byte is read of it: who announces it may never send one."""
    sent = request(form(box("text", "before")), said=said)

    with bounded.whole(sent) as whole:
        assert whole.environ[LEFT_OUT] is LeftOut.TOO_LARGE
        assert whole.more_comes
        assert sent["wsgi.input"].tell() == 0


def test_a_long_form_without_files_is_cut_and_says_so(bounded):
    with bounded.whole(request(b"text=" + b"a" * 3_000_000, kind=FORM, path="/search/")) as whole:
        assert whole.environ[LEFT_OUT] is LeftOut.TOO_LARGE
        assert len(words(whole.environ)["text"][0]) == WORDS - len("text=")


def test_many_words_beside_files_are_bounded_too(bounded):
    boxes = [box(f"box{number}", "é" * 300_000) for number in range(5)]

    with bounded.whole(request(form(*boxes, file(REPORT)))) as whole:
        assert int(whole.environ["CONTENT_LENGTH"]) <= WORDS
        assert words(whole.environ)["box0"] == ["é" * 300_000]


@pytest.mark.parametrize("broken", [b"no form at all", b"--" + BOUNDARY.encode(), b""])
def test_what_is_no_form_gives_no_words(bounded, broken):
    with bounded.whole(request(broken + b"x" * (REPORT + 1))) as whole:
        assert words(whole.environ) == {}


def test_what_breaks_off_is_never_taken_for_whole(bounded):
    data = box("text", "before") + file(1_000)[:-500]

    with bounded.whole(request(data, said=len(data) + 400)) as whole:
        assert whole.environ[LEFT_OUT] is LeftOut.SLOW
        assert words(whole.environ) == {"text": ["before"]}


def test_beyond_what_a_process_takes_files_wait_are_left_out_and_words_pass(bounded, monkeypatch):
    monkeypatch.setattr(bodies, "AT_ONCE", 1_500_000)
    monkeypatch.setattr(bodies, "WAIT", 0.05)
    large = form(box("text", "before"), file(1_000_000), box("software", "after"))

    with bounded.whole(request(large)) as first, bounded.whole(request(large)) as second:
        assert LEFT_OUT not in first.environ
        assert second.environ[LEFT_OUT] is LeftOut.BUSY
        assert words(second.environ) == {"text": ["before"], "software": ["after"]}
        bounded.room.take(1_500_000 - bounded.room.held)
        with bounded.whole(request(form(box("text", "a" * 50_000)))) as small:
            assert LEFT_OUT not in small.environ
