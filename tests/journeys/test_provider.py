"""Signing in through an OpenID provider of this machine: let in, refused, without a role, and while it is away."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import KNOWN_DESKS, unused_port
from tests.journeys.keyboard import tab_to
from tests.journeys.server import Server, wait_until
from tests.journeys.staff import PASSWORD, PEOPLE, press, write
from tests.journeys.watch import Watch

CLAIMS = (
    {"sub": "noa", "name": "Noa Newcomer", "email": "noa@example.org", "roles": ["KB.Reviewer"], "amr": ["mfa"]},
    {"sub": "nora", "name": "Nora Norole", "roles": ["KB.Other"]},
    {"sub": "dan", "name": "Dan Deactivated", "roles": ["KB.Editor"], "amr": ["mfa"]},
)
_DEACTIVATE = """
from kb.accounts.models import User
from kb.accounts.people.actions import deactivate
deactivate(person=User.objects.get(username="dan.deactivated"), by=None)
"""


class Provider:
    """In a process of its own, so that it can be stopped."""

    def __init__(self, module: str = "oidc_provider_mock", **env: str) -> None:
        self.port = unused_port()
        self.url = f"http://127.0.0.1:{self.port}"
        said = [part for claims in CLAIMS for part in ("--user-claims", json.dumps(claims))]
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, "--port", str(self.port), "--require-nonce", "true", *said],
            env=os.environ | {"AUTHLIB_INSECURE_TRANSPORT": "1"} | env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    started = Provider()
    yield started
    started.stop()


@pytest.fixture(scope="module")
def joined(
    provider: Provider, prepare: Callable[[Server], None], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("joined"), unused_port())
    server.env |= KNOWN_DESKS | {
        "WORKER_BESIDE": "false",
        "SECOND_FACTOR_ASKED": "true",
        "OIDC_ISSUER": provider.url,
        "OIDC_CLIENT_ID": "kb",
        "OIDC_CLIENT_SECRET": "a secret of the tests",
        "OIDC_ROLE_CLAIM": "roles",
        "OIDC_ROLES": "KB.Reviewer=reviewer, KB.Editor=editor",
        "OIDC_SECOND_FACTOR": "amr=mfa",
    }
    try:
        prepare(server)
        server.manage("shell", "-v", "0", "-c", PEOPLE)
        server.start()
        wait_until(lambda: _answers(provider), lambda: "the provider")
        yield server
    finally:
        server.clear_away()


def _answers(provider: Provider) -> bool:
    try:
        with urllib.request.urlopen(f"{provider.url}/.well-known/openid-configuration", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


@pytest.fixture(scope="module")
def with_key(
    prepare: Callable[[Server], None], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Provider]]:
    """A site that proves itself with a key, and a provider that asks the site for its public half."""
    folder = tmp_path_factory.mktemp("with-key")
    (folder / "site").mkdir()
    server = Server(folder / "site", unused_port())
    provider = Provider("tests.journeys.key_provider", KEYS_AT=f"{server.url}/sign-in/provider/keys.json")
    key = rsa.generate_private_key(public_exponent=65537, key_size=4096)
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "key.pem").chmod(0o600)
    server.env |= {
        "WORKER_BESIDE": "false",
        "OIDC_ISSUER": provider.url,
        "OIDC_CLIENT_ID": "kb",
        "OIDC_CLIENT_KEY_FILE": str(folder / "key.pem"),
        "OIDC_ROLE_CLAIM": "roles",
        "OIDC_ROLES": "KB.Reviewer=reviewer",
    }
    try:
        prepare(server)
        server.start()
        wait_until(lambda: _answers(provider), lambda: "the provider")
        yield server, provider
    finally:
        server.clear_away()
        provider.stop()


@pytest.fixture
def visitor(joined: Server, provider: Provider, page_at: Callable[..., Page], watch: Watch) -> Iterator[Page]:
    """The provider's own pages are not ours: what they load from elsewhere is not there, and nobody minds."""
    page = page_at(375, base_url=joined.url)

    def nothing(route: Route) -> None:
        route.fulfill(body="", content_type="text/css")

    page.context.route("https://cdn.jsdelivr.net/**", nothing)
    yield page
    theirs = (provider.url, "https://cdn.jsdelivr.net/")
    watch.foreign_requests = [line for line in watch.foreign_requests if not line.partition(": ")[2].startswith(theirs)]
    watch.forgive(422, 503)


def leave(page: Page, next_page: str = "/edit/vocabulary/") -> None:
    """By the keyboard."""
    page.goto(f"/sign-in/?next={next_page}")
    press(page, "Sign in with NHSmail")
    expect(page.get_by_role("heading", level=1)).to_have_text("Authorize Client")


def say(page: Page, words: str, in_order: Callable[[Page], None]) -> None:
    expect(page.locator(".nhsuk-error-summary")).to_contain_text(words)
    expect(page.get_by_label("Username")).to_be_visible()
    in_order(page)


def test_reviewer_signs_in_and_lands_where_they_wanted(
    joined: Server, visitor: Page, in_order: Callable[[Page], None]
) -> None:
    visitor.goto("/sign-in/?next=/edit/vocabulary/")
    in_order(visitor)
    leave(visitor)
    visitor.get_by_role("button", name="Authorize as noa", exact=True).click()

    expect(visitor).to_have_url(f"{joined.url}/edit/vocabulary/")
    visitor.goto("/account/")
    expect(visitor.locator("main")).to_contain_text("Reviewer")
    expect(visitor.locator("main")).to_contain_text("Linked. Since")
    in_order(visitor)


def test_without_a_script_it_takes_one_click_more(
    joined: Server, provider: Provider, page_at: Callable[..., Page], visitor: Page, watch: Watch
) -> None:
    page = page_at(375, base_url=joined.url, java_script_enabled=False)
    page.context.route("https://cdn.jsdelivr.net/**", lambda route: route.fulfill(body="", content_type="text/css"))
    page.goto("/sign-in/?next=/edit/vocabulary/")
    page.get_by_role("button", name="Sign in with NHSmail").click()
    page.get_by_role("button", name="Authorize as noa", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Back from NHSmail")
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(f"{joined.url}/edit/vocabulary/")


def test_site_that_has_a_key_in_place_of_a_secret(
    with_key: tuple[Server, Provider], page_at: Callable[..., Page], watch: Watch
) -> None:
    server, provider = with_key
    page = page_at(375, base_url=server.url)
    page.context.route("https://cdn.jsdelivr.net/**", lambda route: route.fulfill(body="", content_type="text/css"))
    leave(page)
    page.get_by_role("button", name="Authorize as noa", exact=True).click()

    expect(page).to_have_url(f"{server.url}/edit/vocabulary/")
    theirs = (provider.url, "https://cdn.jsdelivr.net/")
    watch.foreign_requests = [line for line in watch.foreign_requests if not line.partition(": ")[2].startswith(theirs)]


def test_whoever_is_not_let_in_is_told_why(joined: Server, visitor: Page, in_order: Callable[[Page], None]) -> None:
    leave(visitor)
    visitor.get_by_role("button", name="Deny access").click()
    say(visitor, "You stopped at NHSmail", in_order)

    leave(visitor)
    visitor.get_by_role("button", name="Authorize as nora").click()
    say(visitor, "it gives you no role on this site", in_order)

    leave(visitor, "/account/")
    visitor.get_by_role("button", name="Authorize as dan").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Your account")
    joined.manage("shell", "-v", "0", "-c", _DEACTIVATE)
    visitor.reload()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Sign in")
    leave(visitor)
    visitor.get_by_role("button", name="Authorize as dan").click()
    say(visitor, "Your account on this site is deactivated.", in_order)


def test_with_the_provider_stopped_a_local_account_still_lets_in(
    joined: Server, provider: Provider, visitor: Page, in_order: Callable[[Page], None]
) -> None:
    leave(visitor)
    provider.stop()
    time.sleep(5.5)  # so long it is believed to be there
    visitor.goto("/sign-in/?next=/account/")
    press(visitor, "Sign in with NHSmail")
    say(visitor, "NHSmail cannot be reached just now.", in_order)

    write(visitor, "Username", "erin.editor")
    write(visitor, "Password", PASSWORD)
    tab_to(visitor, "Sign in")
    visitor.keyboard.press("Enter")
    expect(visitor).to_have_url(re.compile("/account/$"), timeout=20_000)
