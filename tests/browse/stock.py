"""A small knowledge base with one of everything, the address of each kind of page, and more of the same."""

from dataclasses import replace
from datetime import date

from kb.catalogue.actions import Publication, put_live
from kb.catalogue.document import SourceContent, StepContent, SymptomContent
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of
from tests.make import (
    make_article,
    make_code,
    make_contact,
    make_meaning,
    make_notice,
    make_question,
    make_service,
    make_shortcut,
    make_snippet,
    make_vendor,
    make_word,
)

PAGES = {
    "home": "/",
    "article": "/articles/card-not-read/",
    "article for the Registration Authority": "/articles/card-not-read/?for=ra",
    "version": "/articles/card-not-read/versions/1/",
    "reminder": "/articles/card-not-read/reminder/",
    "all codes": "/codes/",
    "code": "/codes/ERR5022/",
    "code that several articles answer": "/codes/ERR7/",
    "code that no article answers": "/codes/INF5022/",
    "code with two meanings": "/codes/0x80100006/",
    "family": "/codes/400_xxx/",
    "member of a family": "/codes/400_612/",
    "misread code": "/codes/ERR5O22/",
    "choice of codes": "/codes/5022/",
    "service": "/services/identity-agent/",
    "category": "/topics/signing-in/",
    "vendor": "/vendors/isosec/",
    "notices": "/notices/",
    "who can help": "/who-can-help/",
    "who can help in an organisation": "/who-can-help/?organisation=harbour",
    "report": "/report/",
    "words": "/words/",
    "poster": "/poster/",
    "about": "/about/",
    "accessibility": "/accessibility/",
    "privacy": "/privacy/",
    "cookies": "/cookies/",
    "start": "/start/",
    "start, a second question": "/start/near-the-clock/",
    "empty search": "/search/",
    "vague search": "/search/?q=card+not+working",
    "search": "/search/?q=card+ERR5022+said+the+computer",
    "sitemap": "/sitemap.xml",
    "robots": "/robots.txt",
}
MACHINES_READ = {"sitemap", "robots"}
# The form holds a token, so no cache may keep it.
NEVER_KEPT = {"report"}
KEPT_PAGES = {kind: address for kind, address in PAGES.items() if kind not in NEVER_KEPT}
HTML_PAGES = {kind: address for kind, address in PAGES.items() if kind not in MACHINES_READ}


MEANINGS = (make_meaning("windows", "Windows"), make_meaning("agent", "Identity Agent"))


def _steps(number: int) -> tuple[StepContent, ...]:
    own = [
        StepContent(
            audience, title=f"Step {n} for {audience}", body="Do it.", applies_to="Version 2", expected="It works."
        )
        for audience in ("USER", "RA", "IT")
        for n in range(number)
    ]
    shared = [
        StepContent(audience, snippet=slug) for audience in ("USER", "IT") for slug in ("general-checks", "which-card")
    ]
    return (*own, *shared)


def _around() -> None:
    make_service("identity-agent", on_home=True)
    make_service("card-printer")
    make_vendor("isosec", website="https://isosec.example.org/", tell=("the exact message",))
    make_snippet("site-safety-advice", title="Patient care affected now?", kind="NOTE", site_advice=True)
    make_snippet("general-checks")
    make_snippet("which-card", kind="NOTE")
    make_code("400_xxx")
    make_code("400_645", family="400_xxx")
    make_code("ERR7")
    make_code("ERR5022", where="Managing cards", spellings=("Error 5022",))
    make_code("0x80100006", meanings=MEANINGS, search_spellings=("Error 0x80100006",))
    make_article(slug="too-little-memory", title="Too little memory", codes=("0x80100006",))
    make_article(slug="report-an-issue-to-the-national-service-desk", title="Report an issue to the desk")
    make_article(slug="lost-stolen-or-misused-smartcard", title="Lost, stolen or misused card")
    make_article(slug="isosec-cards", title="Isosec cards", vendor="isosec")
    make_article(slug="authentication-failure", title="Authentication failure", codes=("400_xxx", "400_645"))
    for number in (1, 2):
        make_article(slug=f"seven-{number}", title=f"Seven, {number}", codes=("ERR7",))


def furnish() -> Article:
    """One of everything; returns the article that all of it is about."""
    _around()
    article = make_article(
        slug="card-not-read",
        title="Card not read",
        services=("identity-agent", "card-printer"),
        codes=("ERR5022",),
        mentions=("INF5022", "400_645"),
        related=("isosec-cards",),
        virtual_cards=True,
        sources=(SourceContent("NHS England", "A page", "https://digital.example.org/page", date(2024, 4, 24)),),
        symptoms=(SymptomContent("EXACT", "The card\ncannot be read"), SymptomContent("SIGN", "The light is off.")),
        steps=_steps(1),
        causes=("The reader is not plugged in.",),
        questions=("Is the reader plugged in?",),
        reminder="Renew your smartcard",
        background="### More\n\nSome words.",
    )
    make_shortcut(article=article)
    make_word("RA", in_steps=True)
    make_question("near-the-clock", {"article": "card-not-read"}, {"vendor": "isosec"})
    make_question("where-did-it-stop", {"question": "near-the-clock"}, is_first=True, vague_words=("card", "working"))
    named = {"services": ["identity-agent"], "codes": ["ERR5022"], "articles": ["card-not-read"]}
    make_notice("sign-in-slow", **named, updates=[{"at": "2026-01-01T10:00", "text": "Still slow."}])
    make_notice("new-cards", kind="PLANNED", **named)
    make_notice("over-soon", **named)
    make_contact("Harbour Hospital", ods_code="X26", hours="Mon-Fri 08:00-18:00")
    return article


def add_more(article: Article, *, number: int = 9) -> None:
    """So many more rows of each kind, around this article and beside it."""
    for n in range(number):
        make_service(f"service-{n}", on_home=n % 2 == 0)
        make_vendor(f"vendor-{n}")
        make_code(f"{'ABCDEFGHIJ'[n]}5022")
        make_code(f"400_{n}01", family="400_xxx")
        make_code(f"0x8020000{n}", meanings=MEANINGS)
        other = make_article(
            slug=f"another-{n}",
            title=f"Another card not read {n}",
            category=("signing-in", f"shelf-{n}")[n % 2],
            services=("identity-agent", f"service-{n}"),
            codes=("ERR7", f"{'ABCDEFGHIJ'[n]}5022"),
            mentions=("ERR5022", "INF5022", "400_xxx", f"400_{n}01", f"0x8020000{n}"),
            vendor=("", "isosec")[n % 2],
        )
        make_shortcut(f"Problem {n}", article=other)
        make_word(f"WORD{n}", in_steps=True)
        named = {"services": ["identity-agent"], "codes": ["ERR5022"], "articles": ["card-not-read", f"another-{n}"]}
        make_notice(f"live-{n}", **named, updates=[{"at": "2026-01-01T10:00", "text": f"News {n}"}])
        make_contact(f"Harbour Clinic {n}")
    document = document_of(Article.objects.with_parts().get(pk=article.pk))
    grown = replace(
        document,
        services=(*document.services, *(f"service-{n}" for n in range(number))),
        related=(*document.related, *(f"another-{n}" for n in range(number))),
        sources=document.sources * number,
        symptoms=document.symptoms * number,
        steps=_steps(number),
        causes=document.causes * number,
    )
    put_live(grown, Publication(by=None, article=article))
