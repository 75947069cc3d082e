"""The room of notices, as Django knows it."""

from django.apps import AppConfig

from kb.lib.holders import CONTENT, Blanking, hold, with_a_free


class NoticesConfig(AppConfig):
    name = "kb.notices"

    def ready(self) -> None:
        notice = ("slug", "title", "short_title", "summary", "body", "source_name", "source_address")
        hold("notices.Notice", *notice, what="A notice", kept=CONTENT, blanking=Blanking(write=with_a_free("slug")))
        template = ("title", "short_title", "summary")
        hold("notices.NoticeTemplate", *template, what="A template of notices", kept=CONTENT)
        hold(
            "notices.NoticeUpdate", "text", what="An update of a notice", kept=CONTENT, name=lambda row: str(row.notice)
        )
