"""`manage.py search_check`: compare the search index with the articles, and say what to do."""

from django.core.management.base import BaseCommand, CommandError

from kb.search.upkeep import findings


class Command(BaseCommand):
    help = "Compare the search index with the articles. Ends with an error when the index is wrong."

    def handle(self, **options: object) -> None:
        found = findings()
        for finding in found:
            self.stdout.write(f"{'warning' if finding.is_warning else 'error'}: {finding.message}")
        if any(not finding.is_warning for finding in found):
            raise CommandError("The search index is wrong. Build it anew: manage.py search_rebuild")
        if found:
            self.stdout.write("The index is right. To do away with warnings: manage.py search_rebuild")
        else:
            self.stdout.write("The search index is right.")
