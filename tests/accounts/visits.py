"""What the tests of the sign-in page do again and again."""

from django.http import HttpResponse
from django.test import Client

PAGE = "/sign-in/"


def send(
    client: Client, username: str = "first.editor", password: str = "wrong", *, next: str = "", **extra
) -> HttpResponse:
    return client.post(PAGE, {"username": username, "password": password, "next": next}, **extra)


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200
