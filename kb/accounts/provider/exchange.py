"""What is said to the provider: where a browser is sent, and the code that it comes back with for a token."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from kb.accounts.provider import client, fetching, metadata, rules, tokens
from kb.accounts.provider.pending import Departure
from kb.accounts.provider.refusals import NotBelieved, RefusedThere, StoppedThere
from kb.lib.openid import the_provider

# The person said no, or the provider did.
_STOPPED = {"access_denied", "consent_required", "interaction_required", "login_required", "account_selection_required"}


def address_to_come_back() -> str:
    return f"{settings.SITE_URL}{reverse('accounts:provider-back')}"


def address_to_go(departure: Departure) -> str:
    """Raises ProviderAway."""
    provider, known = the_provider(), metadata.kept_metadata.get_if_it_answers()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": address_to_come_back(),
        "scope": provider.scopes,
        "state": departure.state,
        "nonce": departure.nonce,
        "code_challenge": rules.challenge_of(departure.verifier),
        "code_challenge_method": "S256",
    }
    if provider.acr_values:
        asked["acr_values"] = provider.acr_values
    return f"{known.authorization}{'&' if '?' in known.authorization else '?'}{urlencode(asked)}"


def who_came_back(departure: Departure, said: Mapping[str, str]) -> rules.Provided:
    """Raises a ProviderRefusal."""
    provider, known = the_provider(), metadata.kept_metadata.get()
    if (issuer := said.get("iss")) is not None and issuer != provider.issuer:
        raise NotBelieved("the answer is of another issuer")
    if issuer is None and known.names_issuer:
        raise NotBelieved("the answer names no issuer")
    if error := said.get("error"):
        raise StoppedThere(error[:100]) if error in _STOPPED else RefusedThere(error[:100])
    answer = fetching.fetch(known.token, form=_form(departure, said, known), headers=client.in_headers(known))
    if not isinstance(answer, dict):
        raise NotBelieved("the token is none")
    claims = tokens.claims_in(
        answer.get("id_token"),
        key_for=metadata.key_for,
        issuer=provider.issuer,
        client_id=provider.client_id,
        nonce=departure.nonce,
    )
    if provider.asks_userinfo:
        claims = {**_userinfo(known, answer.get("access_token"), claims["sub"]), **claims}
    return rules.provided(claims, provider)


def _form(departure: Departure, said: Mapping[str, str], known: metadata.ProviderMetadata) -> dict[str, str]:
    form = {
        "grant_type": "authorization_code",
        "code": said.get("code", ""),
        "redirect_uri": address_to_come_back(),
        "code_verifier": departure.verifier,
    }
    return form | client.in_form(known)


def _userinfo(known: metadata.ProviderMetadata, token: object, subject: str) -> dict[str, object]:
    """What stands in the signed token goes before it."""
    if not known.userinfo or not isinstance(token, str) or not token.isascii() or not token.isprintable():
        raise NotBelieved("there is no UserInfo")
    said = fetching.fetch(known.userinfo, headers={"Authorization": f"Bearer {token}"})
    if not isinstance(said, dict) or said.get("sub") != subject:
        raise NotBelieved("UserInfo is of somebody else")
    return said
