"""Every state that an article was ever published in."""

from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models

from kb.catalogue import limits
from kb.catalogue.models.article import Article


class NeverChanged(TypeError):  # noqa: N818 - named for the rule, like every exception of the house
    """Somebody tried to change or remove a version."""

    def __init__(self) -> None:
        super().__init__("A version is never changed or removed.")


class VersionQuerySet(models.QuerySet["Version"]):
    """Versions can be added and read, and nothing else."""

    def since(self, edition: int) -> Self:
        """What was put live or withdrawn after that edition, in order: all that a mirror of that edition lacks.

        A mirror may stop after any of them and go on from its edition. Nothing comes in between later: who raised the
        edition holds its row until they commit, so the next number is given only when this one can be read.
        """
        return self.filter(edition__gt=edition).order_by("edition")

    def update(self, **kwargs: Any) -> NoReturn:  # noqa: ANN401 - Django's own signature
        raise NeverChanged

    def delete(self) -> NoReturn:
        raise NeverChanged

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ANN401 - Django's own signature
        raise NeverChanged


class Version(models.Model):
    """A published state of an article, kept for ever and never changed."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    # Unique is an index too. Each version raises the edition itself, also where one act makes several.
    edition = models.PositiveBigIntegerField(unique=True, help_text="The number that it raised the edition to")
    document = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=limits.WHY, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return f"version {self.number}"

    def save(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        if not self._state.adding:
            raise NeverChanged
        # A new object with the key of an old version must fail, not overwrite it.
        super().save(**{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ANN401 - Django's own signature
        raise NeverChanged
