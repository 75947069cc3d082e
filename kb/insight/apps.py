"""The room of insight, as Django knows it."""

from django.apps import AppConfig

from kb.lib.holders import forget, hold

COMMENT = "What a reader said of a page that did not fix it"


class InsightConfig(AppConfig):
    name = "kb.insight"

    def ready(self) -> None:
        from kb.insight.calls import actions as calls
        from kb.insight.seen import actions as views
        from kb.insight.trends import actions as trends
        from kb.insight.visits import keys
        from kb.insight.votes import actions as votes

        hold("insight.Vote", "comment", what="What a reader said of a page", kept=COMMENT)
        forget(calls.forget_takers, keys.forget_keys, votes.forget_voters)
        forget(views.count_hours, views.forget_views, trends.look_for_rises, trends.forget_rises)
