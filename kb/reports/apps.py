"""The room of reports, as Django knows it."""

from django.apps import AppConfig

from kb.lib.holders import Blanking, forget, hold

REPORT = "Report that was closed"


class ReportsConfig(AppConfig):
    name = "kb.reports"

    def ready(self) -> None:
        from kb.accounts.work import count_waiting
        from kb.reports import visit
        from kb.reports.delivery_keys import ROOM
        from kb.reports.privacy import retention
        from kb.reports.privacy.erasing import EMPTIED
        from kb.reports.triage.deliveries import number_waiting

        report = Blanking(whole=("email",), mails=lambda row: (ROOM, row.reference))
        hold("reports.Report", *EMPTIED, "ticket_number", what="A report", kept=REPORT, blanking=report)
        parts = {
            "Event": ("text", "The history of a report", REPORT),
            "Attachment": ("name", "A screenshot", "Screenshots of a report"),
        }
        part = Blanking(mails=lambda row: (ROOM, row.report.reference))
        for table, (column, what, kept) in parts.items():
            hold(f"reports.{table}", column, what=what, kept=kept, name=lambda row: str(row.report), blanking=part)
        hold("reports.HeldFile", "name", what="A screenshot not yet sent", kept="Screenshot held for a form")
        count_waiting("reports:list", lambda person: number_waiting())
        forget(visit.forget_files, visit.forget_visitors, retention.keep_to_the_rules)
