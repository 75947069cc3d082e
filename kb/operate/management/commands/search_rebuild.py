"""`manage.py search_rebuild`: write the whole index anew beside the one that is searched, then switch."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from kb.search.upkeep import RebuildRunning, rebuild

WIDTH = 40


class Command(BaseCommand):
    help = "Build the search index anew. Searching, publishing and reporting go on meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--restart", action="store_true", help="begin again what is under way")

    def handle(self, *, restart: bool, **options: object) -> None:
        total = 0
        try:
            for progress in rebuild(restart=restart):
                total = progress.total
                if self.stdout.isatty():
                    done = WIDTH * progress.done // max(total, 1)
                    bar = "#" * done + "." * (WIDTH - done)
                    self.stdout.write(f"\r[{bar}] {progress.done} of {total}", ending="")
                    self.stdout.flush()
        except RebuildRunning as running:
            raise CommandError(
                "A rebuild is under way: /status/ says how far it is when the site does it by itself. "
                "Begin again all the same with --restart."
            ) from running
        self.stdout.write(f"{chr(10) if self.stdout.isatty() else ''}Indexed {total} articles.")
