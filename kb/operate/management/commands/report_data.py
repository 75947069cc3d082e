"""Answer a data-subject request: `manage.py report_data find|export|delete --email … --name …`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kb.lib.holders import Person
from kb.reports.privacy import actions as data_requests
from kb.reports.privacy.people import as_json, elsewhere, find


class Command(BaseCommand):
    help = "Finds, exports or deletes what one person has reported."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["find", "export", "delete"])
        parser.add_argument("--email", default="", help="as the person gave it, in any case of letters")
        parser.add_argument("--name", default="", help="words of the name, in any order")
        parser.add_argument("--yes", action="store_true", help="delete without asking first")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        person = Person(email=options["email"].strip(), name=options["name"].strip())
        if not person.email and not person.name:
            raise CommandError("Say who it is about: give --email, --name or both.")
        {"find": self._find, "export": self._export, "delete": self._delete}[options["what"]](person, **options)

    def _find(self, person: Person, **options: Any) -> None:  # noqa: ANN401 - the options of the command line
        found = find(person)
        data_requests.note_search(found=found, by=None)
        for report in found.told:
            self.stdout.write(f"{report.reference} sent {report.filed_at:%Y-%m-%d}: told by this person")
        for report in found.mentioned:
            self.stdout.write(f"{report.reference} sent {report.filed_at:%Y-%m-%d}: names this person in its words")
        beside = elsewhere(person)
        for held in beside:
            for name in held.names:
                self.stdout.write(f"{held.what}: {name}")
        if not found.told and not found.mentioned and not beside:
            self.stdout.write("Nothing is held about this person.")

    def _export(self, person: Person, **options: Any) -> None:  # noqa: ANN401 - see _find
        self.stdout.write(as_json(data_requests.hand_out(person=person, by=None)))

    def _delete(self, person: Person, **options: Any) -> None:  # noqa: ANN401 - see _find
        if not options["yes"]:
            number = len(find(person).told)
            raise CommandError(f"{number} reports would be emptied for good. Add --yes to do it.")
        references = data_requests.delete(person=person, by=None)
        self.stdout.write(f"Emptied: {', '.join(references)}." if references else "Nothing was held of this person.")
