"""What a person tells, in its portable form: what a form gives, before it is a row. Pure Python."""

import hashlib
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class ReportContent:
    """Codes, services and articles are named, not rows: `code` as typed, `service` a slug, articles by number."""

    text: str
    scale: str
    audience: str = "USER"
    is_urgent: bool = False
    organisation: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    began: str = ""
    card_type: str = "UNKNOWN"
    software: str = ""
    computer: str = ""
    service: str = ""
    code: str = ""
    article: int | None = None
    searched: str = ""
    read_articles: tuple[int, ...] = ()
    guard_overruled: bool = False
    outside: str = ""  # a vendor's slug, where the form said that the report goes to that vendor

    def sending(self, form: str) -> str:
        """Equal for two presses of one button: the same words from the same form, which has an unguessable name."""
        return hashlib.sha256(json.dumps([form, asdict(self)]).encode()).hexdigest()
