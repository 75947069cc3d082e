"""What a report says, one labelled fact after the other, and which of it a person typed. Asks no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from kb.catalogue.choices import Audience
from kb.catalogue.models import Article
from kb.reports.models import Report

# The form asks "who are you?" and is answered "I am …"; the desk reads of somebody else.
_SCALES = {
    Report.Scale.JUST_ME: "Just this person",
    Report.Scale.SEVERAL: "Several people",
    Report.Scale.EVERYONE: "Everyone there",
}
_CARDS = {
    Report.CardType.PLASTIC: "A plastic smartcard",
    Report.CardType.VIRTUAL: "A virtual smartcard (Isosec or Imprivata)",
    Report.CardType.OTHER: "Another way to sign in, such as a phone or an iPad",
    Report.CardType.UNKNOWN: "Not known",
}


@dataclass(frozen=True)
class ReportFact:
    """`typed` is a stranger's word and is shown as a quotation, so that it cannot pass for one of ours."""

    label: str
    typed: str = ""
    ours: str = ""
    address: str = ""

    @property
    def quoted(self) -> str:
        """Every line of it behind a sign, whatever the person's computer takes for a line break."""
        return "\n".join(f"> {line}".rstrip() for line in self.typed.splitlines())

    @property
    def is_told(self) -> bool:
        return bool(self.typed.strip() or self.ours)


def full_address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _article(label: str, article: Article) -> ReportFact:
    return ReportFact(label, ours=f"{article.label} {article.title}", address=full_address(article.get_absolute_url()))


def _about_code(report: Report) -> list[ReportFact]:
    facts = [ReportFact("Code, as typed", typed=report.typed_code)]
    if code := report.code:
        ours = f"{code.display}. {code.meaning}"
        facts.insert(0, ReportFact("Error code", ours=ours, address=full_address(code.get_absolute_url())))
    return facts


def _about_the_problem(report: Report) -> list[ReportFact]:
    service = report.service.name if report.service else ""
    return [
        ReportFact("What went wrong", typed=report.text),
        *_about_code(report),
        ReportFact("Service", ours=service),
        ReportFact("Who is affected", ours=_SCALES[Report.Scale(report.scale)]),
        ReportFact("When it began", typed=report.began),
    ]


def _what_was_tried(report: Report, articles: Mapping[int, Article], matched: Article | None) -> list[ReportFact]:
    facts = [ReportFact("Searched for", typed=report.searched)]
    if report.article:
        facts.append(_article("Came from", report.article))
    if matched and matched != report.article:
        facts.append(_article("Article for this code", matched))
    read = [articles[number] for number in report.read_articles if number in articles]
    return [*facts, *(_article("Had read", article) for article in read if article != report.article)]


def _about_the_person(report: Report) -> list[ReportFact]:
    return [
        ReportFact("Role", ours=Audience(report.audience).words.in_full),
        ReportFact("Organisation", typed=report.organisation),
        ReportFact("Name", typed=report.name),
        ReportFact("Email", typed=report.email),
        ReportFact("Phone", typed=report.phone),
        ReportFact("Card", ours=_CARDS[Report.CardType(report.card_type)]),
        ReportFact("Software", typed=report.software),
        ReportFact("Computer", typed=report.computer),
    ]


def facts_of(report: Report, articles: Sequence[Article], matched: Article | None) -> tuple[ReportFact, ...]:
    """In the order in which a desk asks. `articles`: those the person had read; `matched`: what answers the code."""
    by_number = {article.number: article for article in articles}
    facts = [
        *_about_the_problem(report),
        *_what_was_tried(report, by_number, matched),
        *_about_the_person(report),
    ]
    return tuple(fact for fact in facts if fact.is_told)


def notes_of(report: Report) -> tuple[str, ...]:
    """What the desk must know before it reads."""
    notes = {
        "The person says that patient care is affected now.": report.is_urgent,
        "This person has a virtual smartcard, which the company that supplies it supports.": (
            report.card_type == Report.CardType.VIRTUAL
        ),
        "Our check found what may be a patient’s details or a passcode, and the person said that it is neither. "
        "Look before you pass it on.": report.guard_overruled,
    }
    return tuple(words for words, is_so in notes.items() if is_so)
