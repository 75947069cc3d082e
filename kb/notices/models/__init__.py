"""The tables of notices, their updates, what they are posted from, who gave the all-clear, and who wants to be
told."""

from kb.notices.models.all_clear import AllClear
from kb.notices.models.notice import Notice, NoticeQuerySet, NoticeUpdate, articles_named, parts
from kb.notices.models.subscriber import Subscriber
from kb.notices.models.template import NoticeTemplate

__all__ = [
    "AllClear",
    "Notice",
    "NoticeQuerySet",
    "NoticeTemplate",
    "NoticeUpdate",
    "Subscriber",
    "articles_named",
    "parts",
]
