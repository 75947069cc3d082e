"""The documented way works: a real nginx with deploy/nginx/knowledge-base.conf before the real site."""

import asyncio
import gzip
import io
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings
from django.test import RequestFactory, override_settings
from PIL import Image

from kb.accounts.throttle import client_address
from kb.lib.bodies import THROWN_AWAY
from kb.lib.left_out import most_of
from scripts.trouble import ROOT
from tests.deploy.proxy import BROTLI, NAME, NGINX, SAMPLE, Proxy
from tests.journeys.conftest import unused_port
from tests.journeys.server import Server
from tests.prepared import Databases, Kind

pytestmark = [
    pytest.mark.either,
    pytest.mark.skipif(not NGINX, reason="nginx is not installed; .ci/run brings it in (apt-get install nginx)"),
]
OF_A_SITE_WITH_HTTPS = {
    "SITE_URL": f"https://{NAME}",
    "ALLOWED_HOSTS": f"{NAME},127.0.0.1",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "NUMBER_OF_PROXIES": "1",
    "PRIVACY_CONTROLLER": "Example NHS Trust",
    "PRIVACY_CONTACT": "Write to privacy@example.org",
    "PRIVACY_LAWFUL_BASIS": "Public task",
}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Which other accounts may enter."""
    with tempfile.TemporaryDirectory(prefix="kb-nginx-") as made:
        os.chmod(made, 0o755)
        yield Path(made)


@pytest.fixture(scope="module")
def static(folder: Path) -> Path:
    """As `make run` makes them, for an account whose own files nobody else may read."""
    made = folder / "staticfiles"
    env = os.environ | {
        "STATIC_ROOT": str(made),
        "HASHED_STATIC_FILES": "true",
        "DJANGO_SETTINGS_MODULE": "kb.settings",
    }
    command = [sys.executable, "-c", "from scripts.run import static_files; static_files()"]
    subprocess.run(command, cwd=ROOT, env=env, umask=0o077, check=True)
    return made


@pytest.fixture(scope="module")
def site(tmp_path_factory, databases: Databases, static: Path) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("site"), unused_port())
    server.env |= OF_A_SITE_WITH_HTTPS | {"STATIC_ROOT": str(static), "WORKER_BESIDE": "false"}
    databases.copy(Kind.MIGRATED, server.database)
    server.start()
    yield server
    server.clear_away()


@pytest.fixture(scope="module")
def proxy(folder: Path, site: Server, static: Path) -> Iterator[Proxy]:
    own = folder / "before-the-site"
    own.mkdir()
    port = int(site.url.rpartition(":")[2])
    with Proxy(own, site=port, ports=(unused_port(), unused_port()), static=static) as started:
        yield started


def screenshot() -> bytes:
    """Over a megabyte, which a new nginx does not let through."""
    data = io.BytesIO()
    Image.frombytes("RGB", (640, 640), os.urandom(640 * 640 * 3)).save(data, "PNG")
    return data.getvalue()


def multipart(values: dict[str, str], pictures: list[bytes]) -> tuple[bytes, str]:
    boundary = secrets.token_hex(16)
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in values.items()]
    parts += [
        f'Content-Disposition: form-data; name="screenshots"; filename="screen-{number}.png"\r\n'
        f"Content-Type: image/png\r\n\r\n".encode()
        + picture
        for number, picture in enumerate(pictures)
    ]
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def sent(proxy: Proxy, pictures: list[bytes]) -> str:
    """Where the person is led who sent a report."""
    status, headers, page = proxy.ask("GET", "/report/")
    assert status == 200
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.decode()))
    told = {"text": "Nothing works", "scale": "JUST_ME", "name": "A reporter", "phone": "01632 960001"}
    own = {name: hidden[name] for name in ("csrfmiddlewaretoken", "state")}
    body, kind = multipart({**own, **told, "is_urgent": "yes"}, pictures)
    cookies = "; ".join(cookie.partition(";")[0] for cookie in headers.get_all("Set-Cookie", []))
    status, headers, page = proxy.ask(
        "POST",
        "/report/",
        body,
        Content_Type=kind,
        Cookie=cookies,
        Origin=f"https://{NAME}",
        Referer=f"https://{NAME}/",
    )
    assert status == 303, page.decode()
    return headers["Location"]


def is_logged(proxy, words: str) -> bool:
    """A request is written down once it is answered, so perhaps a moment after we have the answer."""
    until = time.monotonic() + 5
    while words not in proxy.logs() and time.monotonic() < until:
        time.sleep(0.05)
    return words in proxy.logs()


def test_a_report_with_five_large_screenshots_arrives_and_its_secret_is_in_no_log(proxy, site):
    address = sent(proxy, [screenshot() for _ in range(5)])
    reference, secret = address.split("/")[2:4]
    page = f"/report/{reference}/{secret}/"
    statuses = [proxy.ask("GET", f"{path}?for={secret}", Referer=address)[0] for path in (address, page)]
    odd = [f"/REPORT/{reference}/{secret}/", f"/%72eport/{reference}/{secret}/", f"/reports/{secret}/", f"/{page}"]
    for path in odd:
        proxy.ask("GET", path)
    plain = HTTPConnection("127.0.0.1", proxy.plain_port)
    plain.request("GET", page, headers={"Host": NAME})
    led = plain.getresponse()
    plain.close()

    assert statuses == [200, 200]
    assert (led.status, led.headers["Location"]) == (301, f"https://{NAME}{page}")
    told = site.run("manage.py", "shell", "--no-imports", "-c", COUNTED)
    assert re.findall(r"\d+", told) == ["1", "5"]
    assert is_logged(proxy, "200 GET /report/... ")
    proxy.ask("GET", "/link/join/a-secret-of-somebody/")
    assert is_logged(proxy, " 410 GET /link/... ")
    assert "a-secret-of-somebody" not in proxy.logs()
    assert " 301 GET - " in proxy.logs()
    assert secret not in proxy.logs() + site.access_log.read_text() + site.output.read_text()


COUNTED = "from kb.reports.models import Attachment, Report; print(Report.objects.count(), Attachment.objects.count())"


def test_while_the_site_is_away_people_are_told_and_no_secret_is_logged(folder, static):
    own = folder / "before-nothing"
    own.mkdir()
    with Proxy(own, site=unused_port(), ports=(unused_port(), unused_port()), static=static) as proxy:
        status, headers, page = proxy.ask("GET", "/report/R-1/a-secret-of-somebody/?and=more")

    assert (status, headers["Retry-After"]) == (503, "30")
    assert b"Try again in a minute" in page
    assert " 503 GET /report/... " in proxy.logs()
    assert "a-secret-of-somebody" not in proxy.logs()


def test_static_files_come_compressed_from_the_account_of_the_proxy(proxy, static):
    _, _, page = proxy.ask("GET", "/")
    (sheet, *_) = re.findall(rb'href="(/static/[^"]+\.css)"', page)
    path = sheet.decode()

    status, headers, body = proxy.ask("GET", path, Accept_Encoding="gzip")

    assert (status, headers["Content-Encoding"], headers["Content-Type"]) == (200, "gzip", "text/css")
    assert "immutable" in headers["Cache-Control"]
    assert headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(body) == (static / path.removeprefix("/static/")).read_bytes()
    assert proxy.ask("GET", path)[2] == gzip.decompress(body)
    for item in {static, *static.rglob("*")} - {static / "made-from.stamp"}:
        assert item.stat().st_mode & 0o777 == (0o755 if item.is_dir() else 0o644), item


@pytest.mark.skipif(not BROTLI.exists(), reason="nginx has no brotli; .ci/run brings it in")
def test_with_the_module_named_in_the_sample_static_files_come_as_brotli(folder, static):
    own = folder / "with-brotli"
    own.mkdir()
    ports = (unused_port(), unused_port())
    with Proxy(own, site=unused_port(), ports=ports, static=static, has_brotli=True) as proxy:
        sheet = next(static.rglob("*.css.br"))
        path = f"/static/{sheet.relative_to(static).with_suffix('')}"
        _, headers, body = proxy.ask("GET", path, Accept_Encoding="gzip, br")
        _, of_gzip, _ = proxy.ask("GET", path, Accept_Encoding="gzip")

    assert (headers["Content-Encoding"], headers["Content-Type"]) == ("br", "text/css")
    assert headers["Vary"] == "Accept-Encoding"
    assert body == sheet.read_bytes()
    assert (of_gzip["Content-Encoding"], of_gzip["Vary"]) == ("gzip", "Accept-Encoding")


def test_static_files_are_not_among_those_that_are_only_ours():
    default = ROOT / "var"
    told = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; print(settings.STATIC_ROOT, settings.VAR_DIR)"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in {"STATIC_ROOT", "VAR_DIR"}}
        | {"DJANGO_SETTINGS_MODULE": "kb.settings", "SECRET_KEY": "of-this-test"},
        capture_output=True,
        text=True,
        check=True,
    )

    static_root, var = map(Path, told.stdout.split())
    assert var == default
    assert var not in static_root.parents


# --- What reaches the site --------------------------------------------------------------------------------------------


class Recorder(ThreadingHTTPServer):
    """Stands where the site stands, and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Recording)
        self.asked: list[dict[str, str]] = []


class Recording(BaseHTTPRequestHandler):
    server: Recorder

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append(dict(self.headers.items()))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET  # noqa: N815 - the names of the library

    def log_message(self, *said: object) -> None:
        pass


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    with Recorder() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def before_recorder(folder: Path, recorder: Recorder, static: Path) -> Iterator[Proxy]:
    own = folder / f"before-{recorder.server_port}"
    own.mkdir()
    ports = (unused_port(), unused_port())
    with Proxy(own, site=recorder.server_port, ports=ports, static=static) as started:
        yield started
    shutil.rmtree(own)


def test_the_site_believes_the_address_that_nginx_saw_and_no_other(before_recorder, recorder):
    before_recorder.ask("GET", "/", source="127.0.0.9", X_Forwarded_For="203.0.113.7", X_Forwarded_Proto="http")

    (asked,) = recorder.asked
    request = RequestFactory().get("/", headers={"X-Forwarded-For": asked["X-Forwarded-For"]})
    with override_settings(NUMBER_OF_PROXIES=1):
        assert client_address(request) == "127.0.0.9"
    assert asked["X-Forwarded-Proto"] == "https"
    assert asked["Host"] == NAME


def test_slow_clients_wait_at_nginx_and_nobody_waits_for_them(before_recorder, recorder):
    async def beside_them() -> list[float]:
        slow = [asyncio.create_task(trickle(before_recorder, kind)) for kind in ("headers", "body") for _ in range(100)]
        try:
            await asyncio.sleep(2)
            assert recorder.asked == []
            waits = []
            for _ in range(5):
                began = time.monotonic()
                await asyncio.to_thread(before_recorder.ask, "GET", "/")
                waits.append(time.monotonic() - began)
            return waits
        finally:
            for one in slow:
                one.cancel()
            await asyncio.gather(*slow, return_exceptions=True)

    assert max(asyncio.run(beside_them())) < 5
    assert len(recorder.asked) == 5


async def trickle(proxy: Proxy, kind: str) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", proxy.port, ssl=proxy.trust, server_hostname=NAME)
    begun = f"POST / HTTP/1.1\r\nHost: {NAME}\r\n"
    writer.write((begun + ("X-Slow: " if kind == "headers" else "Content-Length: 1000\r\n\r\n")).encode())
    try:
        while True:
            writer.write(b"a")
            await writer.drain()
            await asyncio.sleep(0.5)
    finally:
        writer.transport.abort()
        with suppress(OSError):
            await writer.wait_closed()


# --- Limits that belong together --------------------------------------------------------------------------------------


def megabytes(name: str) -> int:
    (value,) = re.findall(rf"^\s*{name} (\d+)m;", SAMPLE.read_text(), re.MULTILINE)
    return int(value) * 1024 * 1024


def test_nginx_lets_through_what_the_site_itself_refuses_in_words():
    most = most_of(
        {"REQUEST_METHOD": "POST", "PATH_INFO": "/report/", "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    )
    assert megabytes("client_max_body_size") > most * (1 + THROWN_AWAY)
    assert str(settings.BASE_DIR) == str(ROOT)


@pytest.mark.parametrize("unit", sorted((ROOT / "deploy" / "systemd").iterdir()), ids=lambda unit: unit.name)
def test_units_start_what_is_there(unit):
    (start,) = re.findall(r"^ExecStart=/srv/kb/\.venv/bin/python (.*)$", unit.read_text(), re.MULTILINE)
    command = start.split()
    there = ROOT / (f"{command[1].replace('.', '/')}.py" if command[0] == "-m" else command[0])

    assert there.is_file()
