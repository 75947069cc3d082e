"""The room of insight, as Django knows it."""

from django.apps import AppConfig

from kb.lib.holders import Blanking, forget, hold

SEARCH = "Search, in words that are ours, with what came of it"
WORD = "Word that nobody of us knows and many typed"
STORY = "What a reader told of a code that nobody has written down"
COMMENT = "What a reader said of a page that did not fix it"


class InsightConfig(AppConfig):
    name = "kb.insight"

    def ready(self) -> None:
        from kb.insight.calls import actions as calls
        from kb.insight.monday import actions as monday
        from kb.insight.searches import actions as searches
        from kb.insight.seen import actions as views
        from kb.insight.stories import actions as stories
        from kb.insight.trends import actions as trends
        from kb.insight.visits import keys
        from kb.insight.votes import actions as votes

        hold("insight.Vote", "comment", what="What a reader said of a page", kept=COMMENT)
        gone = Blanking(write=searches.forget_words)
        hold("insight.SearchEntry", "words", what="What somebody searched for", kept=SEARCH, blanking=gone)
        hold("insight.WordSighting", "word", what="A word that many searched for", kept=WORD, blanking=gone)
        told = ("typed", "where", "doing", "helped")
        once = Blanking(write=stories.blank)
        hold("insight.CodeStory", *told, what="What a reader told of a code", kept=STORY, blanking=once)
        forget(
            calls.forget_takers, keys.forget_keys, votes.forget_voters, searches.forget_searches, stories.forget_stories
        )
        forget(views.count_hours, views.forget_views, trends.look_for_rises, trends.forget_rises)
        forget(monday.send_monday_mails, monday.forget_monday_mails)
