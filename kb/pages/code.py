"""What pages say of one code: how what was typed became it, and which of its meanings is meant."""

from django.conf import settings

from kb.catalogue import codes
from kb.catalogue.lookup import CodeLookup
from kb.catalogue.models import Article, ErrorCode
from kb.pages.first import CodeSeen


def is_code_itself(found: CodeLookup, code: ErrorCode) -> bool:
    """Whether what was typed is this code written in another way: `err 5022`, or `400_` for the family 400_xxx."""
    if found.kind != codes.MatchKind.FAMILY:
        return found.kind == codes.MatchKind.EXACT
    family = codes.Family.parse(code.display)
    return not found.misread and any(family.is_named_by(text) for text in codes.readings(found.typed))


def said(found: CodeLookup, code: ErrorCode) -> str:
    """How what was typed became this code, whenever the two are not the same."""
    typed = found.typed.strip()
    if found.kind == codes.MatchKind.MISREAD:
        return f"Showing {code.display} for {typed}. Check your screen: these letters and figures look alike."
    if found.kind == codes.MatchKind.NUMBER:
        return f"You asked for {typed}. Showing {code.display}, the only code we know with that number."
    if found.kind == codes.MatchKind.FAMILY and not is_code_itself(found, code):
        misread = " (read with figures in place of letters)" if found.misread else ""
        return f"You asked for {typed}{misread}. It is one of the {code.display} codes and has no entry of its own."
    return ""


def names_another(article: Article, code: ErrorCode, asked: str) -> bool:
    """Whether it answers one meaning of the code, and the reader may have another."""
    named = [use.meaning for use in article.code_uses.all() if use.code_id == code.pk and use.meaning]
    return len(code.meanings.all()) > 1 and any(meaning.key != asked for meaning in named)


def code_seen(code: ErrorCode, asked: str) -> CodeSeen:
    """With the meaning that was asked for, or the only one; of several nobody knows which it is."""
    rows = list(code.meanings.all())
    meant = rows[0] if len(rows) == 1 else next((row for row in rows if row.key == asked), None)
    known = {"meaning": meant.words, "where": meant.where, "acts": meant.acts} if meant else {}
    return CodeSeen(code.display, **known, address=f"{settings.SITE_URL}{code.get_absolute_url()}")
