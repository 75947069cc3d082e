"""The mail about a step that is wrong."""

from django.conf import settings
from django.urls import reverse

from kb.accounts.models import User
from kb.catalogue.models import Article
from kb.outbox.message import Mail, one_line, plain_text, quoted


def flag_mail(article: Article, step: str, words: str, *, by: User, to: str) -> Mail:
    values = {
        "article": article,
        "step": step,
        "words": quoted(words),
        "by": by,
        "address": f"{settings.SITE_URL}{article.get_absolute_url()}",
        "change": f"{settings.SITE_URL}{reverse('editing:article', args=[article.label])}",
        "site": settings.SITE_NAME,
    }
    subject = one_line("helpdesk/mail/flag.subject.txt", values)
    return Mail(to=to, subject=subject, text=plain_text("helpdesk/mail/flag.txt", values))
