"""Taking one step off the public page while it is checked, and putting it back. The article itself stays as it is."""

from django.db import transaction
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue import signals
from kb.catalogue.actions.publishing import raise_edition
from kb.catalogue.models import Article, Step, StoppedStep


class StepGone(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """The article has no such step now, or is not read by the public."""


class AlreadyStopped(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Somebody was first."""

    def __init__(self, stopped: StoppedStep) -> None:
        super().__init__()
        self.stopped = stopped


def _heading(article: Article, name: str) -> str:
    step = Step.objects.filter(article=article, name=name).select_related("snippet").first()
    return step.heading if step else ""


@transaction.atomic
def stop_step(*, article: Article, step: str, reason: str, by: User) -> StoppedStep:
    """From the next request nobody reads the step. A snippet that stands there is stopped in this article alone.

    Raises StepGone or AlreadyStopped, having written nothing.
    """
    raise_edition()
    found = Article.objects.live().filter(pk=article.pk, steps__name=step).first()
    if found is None:
        raise StepGone
    if held := StoppedStep.objects.on(found).filter(step=step).first():
        raise AlreadyStopped(held)
    stopped = StoppedStep.objects.create(article=found, step=step, reason=reason, by=by, at=timezone.now())
    detail = {"step": _heading(found, step), "version": found.version, "reason": reason}
    audit.record(by=by, verb="stopped a step", subject=found.label, detail=detail)
    signals.article_changed.send(sender=Article, article=found)
    return stopped


@transaction.atomic
def put_step_back(*, article: Article, step: str, by: User) -> bool:
    """False where nothing is stopped there: somebody was first."""
    raise_edition()
    if not StoppedStep.objects.open().filter(article=article, step=step).delete()[0]:
        return False
    detail = {"step": _heading(article, step), "version": article.version}
    audit.record(by=by, verb="put a stopped step back", subject=article.label, detail=detail)
    signals.article_changed.send(sender=Article, article=article)
    return True
