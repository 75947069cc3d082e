"""The room of reports, as Django knows it."""

from django.apps import AppConfig

from kb.lib.holders import forget, hold

REPORT = "Report that was closed"


class ReportsConfig(AppConfig):
    name = "kb.reports"

    def ready(self) -> None:
        from kb.reports import visit
        from kb.reports.privacy import retention
        from kb.reports.privacy.erasing import EMPTIED

        hold("reports.Report", *EMPTIED, what="A report", kept=REPORT)
        hold("reports.Event", "text", what="The history of a report", kept=REPORT, name=lambda row: str(row.report))
        hold(
            "reports.Attachment",
            "name",
            what="A screenshot",
            kept="Screenshots of a report",
            name=lambda row: str(row.report),
        )
        hold("reports.HeldFile", "name", what="A screenshot not yet sent", kept="Screenshot held for a form")
        forget(visit.forget_files, visit.forget_visitors, retention.keep_to_the_rules)
