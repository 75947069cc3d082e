"""The steps of an article, to choose from."""

from kb.catalogue.models import Article


def steps_of(article: Article) -> list[tuple[str, str]]:
    """Name and title. Fetch the article with its steps."""
    return [(step.name, step.snippet.title if step.snippet else step.title) for step in article.steps.all()]
