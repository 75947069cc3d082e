"""One mail with all that is new for one person."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from kb.accounts.models import User
from kb.editing.news.presenters import NewsLine
from kb.outbox.message import Mail, one_line, plain_text, quoted

NEWS = "news"


def news_mail(person: User, lines: Sequence[NewsLine]) -> Mail:
    news = [
        {"line": line, "words": [quoted(text) for text in line.words], "address": f"{settings.SITE_URL}{line.address}"}
        for line in lines
    ]
    values: dict[str, Any] = {"news": news, "first": lines[0], "number": len(lines), "site": settings.SITE_NAME}
    return Mail(
        to=person.email,
        subject=one_line("editing/mail/news.subject.txt", values),
        text=plain_text("editing/mail/news.txt", values),
    )
