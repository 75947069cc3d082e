"""Whether everybody may see an image: not one that stands in a stopped step alone."""

from datetime import datetime

from django.db.models import Q

from kb.catalogue.document import ArticleDocument
from kb.catalogue.kept import KeptByEdition
from kb.catalogue.models import Article, Edition, Image, Snippet, Step, StoppedStep
from kb.catalogue.models.shared import live
from kb.catalogue.stopped import without_stopped_then

_SHOWN = KeptByEdition(100)


def is_public(image: Image, at: datetime) -> bool:
    """In two queries; where a step of what shows it is stopped, in more, once an edition."""
    if not Image.objects.filter(pk=image.pk).public(at).exists():
        return False
    shows = Q(article__images=image) | Q(article__steps__snippet__images=image)
    if not StoppedStep.objects.filter(shows, live(at, "article__")).exists():
        return True
    stamp = Edition.objects.stamp(at)
    return _SHOWN.get(stamp, image.pk, lambda: _in_snippet(image, at) or _in_article(image, at))


def _in_article(image: Image, at: datetime) -> bool:
    """In one of the versions that anybody may look at, the newest first."""
    for article in Article.objects.live(at).filter(images=image).with_guidance():
        for number, document in article.versions.order_by("-number").values_list("number", "document").iterator():
            shown = without_stopped_then(ArticleDocument.from_dict(document), article, number)
            if image.name in str(shown.to_dict()):
                return True
    return False


def _in_snippet(image: Image, at: datetime) -> bool:
    """A snippet has no draft, so its images are public, unless it is stopped wherever it stands."""
    snippets = Snippet.objects.filter(images=image)
    if snippets.filter(site_advice=True).exists():
        return True
    used = Step.objects.filter(live(at, "article__"), snippet__in=snippets)
    unused = snippets.exclude(pk__in=used.values("snippet"))
    return any(step.stopped_at is None for step in used) or unused.exists()
