"""The room of notices, as Django knows it."""

from django.apps import AppConfig

from kb.lib.holders import CONTENT, Blanking, forget, hold, with_a_free

WAITING = "Address of who wants to be told of a fix, confirmed"


class NoticesConfig(AppConfig):
    name = "kb.notices"

    def ready(self) -> None:
        from kb.notices.tell_me import actions, mails

        notice = ("slug", "title", "short_title", "summary", "body", "source_name", "source_address")
        hold("notices.Notice", *notice, what="A notice", kept=CONTENT, blanking=Blanking(write=with_a_free("slug")))
        template = ("slug", "title", "short_title", "summary")
        free = Blanking(write=with_a_free("slug"))
        hold("notices.NoticeTemplate", *template, what="A template of notices", kept=CONTENT, blanking=free)
        hold(
            "notices.NoticeUpdate", "text", what="An update of a notice", kept=CONTENT, name=lambda row: str(row.notice)
        )
        hold(
            "notices.Subscriber",
            "email",
            what="Somebody who wants to be told",
            kept=WAITING,
            blanking=Blanking(whole=("email",), write=actions.blank, mails=lambda row: (mails.ROOM, mails.key_of(row))),
        )
        forget(actions.forget_over)
