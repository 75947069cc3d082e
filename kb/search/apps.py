"""The room's entry in Django's register; it hears the one signal of the house."""

from django.apps import AppConfig

from kb.lib.holders import CONTENT, Blanking, follow_erasures, hold


class SearchConfig(AppConfig):
    name = "kb.search"

    def ready(self) -> None:
        from kb.search import synonyms, upkeep
        from kb.search.answers import actions as answers

        upkeep.listen()
        words = Blanking(write=synonyms.forget)
        hold("search.Synonym", "phrase", "group", what="Words that mean the same", kept=CONTENT, blanking=words)
        phrase = Blanking(write=answers.forget)
        hold(
            "search.ChosenAnswer", "slug", "phrase", what="An answer that editors chose", kept=CONTENT, blanking=phrase
        )
        follow_erasures(upkeep.sweep)
