"""What becomes of stopped steps when a version is put live."""

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article, Step, StoppedStep
from kb.catalogue.stopped import words_of, words_of_row


def carry_stops_over(article: Article, document: ArticleDocument, by: User | None) -> None:
    """Call it before the rows of the steps are written anew. A step whose words are changed or gone is stopped no more;
    the same words under another name are. The versions before go on leaving it out, so its row stays, without the
    reason, which the audit trail has.
    """
    stops = {stop.step: stop for stop in StoppedStep.objects.open().filter(article=article)}
    if not stops:
        return
    rows = {row.name: row for row in Step.objects.filter(article=article).select_related("snippet")}
    words = {step.name: words_of(step) for step in document.steps}
    new = {said: name for name, said in words.items() if name not in rows}
    for name, stop in stops.items():
        row = rows.get(name)
        before = words_of_row(row) if row else None
        if before == words.get(name, ()):
            continue
        if name not in words and before in new:
            stop.step = new[before]
            stop.save(update_fields=["step"])
            continue
        stop.changed_in, stop.reason = article.version, ""
        stop.save(update_fields=["changed_in", "reason"])
        detail = {"step": row.heading if row else "", "version": article.version, "is": "changed or gone"}
        audit.record(by=by, verb="ended the stop of a step", subject=article.label, detail=detail)
