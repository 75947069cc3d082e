"""Withdraws an article of a served site, which no command does yet: python -m tests.journeys.withdraw SLUG HEIR."""

import os
import sys

import django


def main(slug: str, heir: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
    django.setup()

    from kb.catalogue.actions import withdraw
    from kb.catalogue.models import Article

    article, replacement = (Article.objects.get(slug=name) for name in (slug, heir))
    withdraw(article=article, by=None, why="It is too old.", replacement=replacement)


if __name__ == "__main__":
    main(*sys.argv[1:])
