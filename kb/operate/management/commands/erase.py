"""Erase words or an image for good, wherever they are kept: `manage.py erase --reason … < file-with-the-words`."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kb.catalogue.actions import NotErasable, erase_image, erase_words, image_named, passages_of, tidy_up
from kb.lib import places
from kb.lib.redaction import ErasedImage, Needle

NOT_COMPACT = (
    "The database's own files may still hold them in parts that are no longer used. "
    "Run `manage.py erase --compact` when few people are at work."
)


def _read(*, is_several: bool) -> tuple[str, str]:
    """The words, and further passages."""
    text = sys.stdin.read().strip()
    words, _, further = text.partition("\n") if is_several else (text, "", "")
    return words, further


class Command(BaseCommand):
    help = "Erases words, read from standard input, or an image for good. Without --yes it only says where they stand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        # Never an argument: a shell keeps what was typed, and everybody on the machine sees what runs.
        parser.add_argument("--image", default="", help="erase this image, by its name or address, and no words")
        parser.add_argument("--reason", default="", help="why, without the words; it is kept")
        parser.add_argument(
            "--several", action="store_true", help="each line of standard input is a passage of its own"
        )
        parser.add_argument("--many", action="store_true", help="also where these are common words, in many places")
        parser.add_argument("--yes", action="store_true", help="do it; it cannot be undone")
        parser.add_argument("--compact", action="store_true", help="erase nothing; write the database's files anew")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        if options["compact"]:
            self._compact()
            return
        try:
            self._erase(**options)
        except NotErasable as refused:
            raise CommandError(str(refused)) from refused

    def _erase(self, *, image: str, reason: str, yes: bool, many: bool, **options: Any) -> None:  # noqa: ANN401 - the rest
        row = image_named(image) if image else None
        words, further = ("", "") if row else _read(is_several=options["several"])
        needle: Needle = ErasedImage(row.name) if row else passages_of(words, further)
        if not yes:
            self._show(places.find(needle))
            raise CommandError("Nothing was erased. Add --yes and --reason to do it; it cannot be undone.")
        if row:
            erasure = erase_image(image=row, reason=reason, by=None)
        else:
            erasure = erase_words(words=words, further=further, reason=reason, by=None, is_many_meant=many)
        number = len(erasure.places)
        self.stdout.write(f"Erased, in {number} {'place' if number == 1 else 'places'}.")
        found = places.find(needle)
        self._show([place for place in found if place.stays])
        if not erasure.is_compact:
            self.stdout.write(NOT_COMPACT)
        if left := [place for place in found if not place.stays]:
            self._show(left)
            raise CommandError(
                f"Somebody saved them again: they still stand in {len(left)} places. Run this once more."
            )

    def _show(self, found: list[places.HeldPlace]) -> None:
        for place in found:
            stays = f" Left as it is: {place.stays}" if place.stays else ""
            self.stdout.write(f"{place.what}: {place.name}; {place.said}.{stays}")

    def _compact(self) -> None:
        if not tidy_up(however_large=True):
            raise CommandError("The database could not be written anew: others are using it. Try again later.")
        self.stdout.write("Done: the database's files hold nothing that was erased.")
