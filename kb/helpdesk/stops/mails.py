"""The mail about a step that is off the public page."""

from django.conf import settings
from django.urls import reverse

from kb.accounts.models import User
from kb.catalogue.models import Article, Step, StoppedStep
from kb.lib import dates, markdown
from kb.outbox.message import Mail, one_line, plain_text, quoted


def _words(step: Step) -> str:
    body = step.snippet.body if step.snippet else step.body
    return "\n".join(filter(None, (step.heading, markdown.to_text(body))))


def stop_mail(article: Article, step: Step, stopped: StoppedStep, *, by: User, to: str) -> Mail:
    values = {
        "article": article,
        "words": quoted(_words(step)),
        "reason": quoted(stopped.reason),
        "by": by,
        "when": dates.day_and_clock(stopped.at),
        "address": f"{settings.SITE_URL}{article.get_absolute_url()}",
        "settle": f"{settings.SITE_URL}{reverse('editing:article', args=[article.label])}",
        "site": settings.SITE_NAME,
    }
    subject = one_line("helpdesk/mail/stop.subject.txt", values)
    return Mail(to=to, subject=subject, text=plain_text("helpdesk/mail/stop.txt", values))
