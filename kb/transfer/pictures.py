"""The images that the texts of a folder show: files under images/, by the names that the texts use."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.accounts.models import User
from kb.catalogue.actions import take_in_image
from kb.catalogue.document import ArticleDocument
from kb.catalogue.entries import SnippetEntry
from kb.catalogue.erased_words import IMAGE_AGAIN, is_erased_image
from kb.catalogue.models import Image
from kb.lib import markdown
from kb.media import images
from kb.transfer.items import FileProblem, Item

FOLDER = "images"
NOT_AS_NAMED = "This is not the picture that its name says: export it again, or take it out of the text."


@dataclass(frozen=True)
class Picture:
    name: str
    alt: str
    data: bytes


def _marked_texts(content: Any) -> Iterator[str]:  # noqa: ANN401 - whatever travels
    if isinstance(content, ArticleDocument):
        yield from (text for _, _, text in content.marked_texts())
    if isinstance(content, SnippetEntry):
        yield content.body


def _shown(items: Iterable[Item]) -> dict[str, str]:
    """What each is said to show, by name."""
    texts = (text for item in items for text in _marked_texts(item.content))
    return dict(mark for text in texts for mark in markdown.picture_marks_in(text))


def read(
    contents: Mapping[str, Callable[[], bytes | FileProblem]], items: Iterable[Item]
) -> tuple[list[Picture], list[FileProblem]]:
    """Those that are not here yet. One without a file is left to whoever saves the text that shows it."""
    shown = _shown(items)
    known = {image.name for image in Image.objects.named(shown)}
    pictures, problems = [], []
    for name in sorted(set(shown) - known):
        file = f"{FOLDER}/{name}"
        if file not in contents:
            continue
        data = contents[file]()
        if isinstance(data, FileProblem):
            problems.append(data)
        elif fault := _fault(data, name):
            problems.append(FileProblem(file, 1, fault))
        else:
            pictures.append(Picture(name, shown[name], data))
    return pictures, problems


def _fault(data: bytes, name: str) -> str:
    """Kept as it is: painted anew, it would not be the same file again. So it must be what we export."""
    try:
        kind, width, height = images.looked_at(data, name=name)
    except images.ImageRefused as refused:
        return refused.reason
    if is_erased_image(name=name, sha256=hashlib.sha256(data).hexdigest()):
        return IMAGE_AGAIN
    ending = {"PNG": "png", "JPEG": "jpg"}.get(kind, "")
    return "" if name.endswith(f"-{width}x{height}.{ending}") else NOT_AS_NAMED


def take_in(pictures: Iterable[Picture], *, by: User | None) -> int:
    added = [take_in_image(data=one.data, name=one.name, alt=one.alt, by=by) for one in pictures]
    return len(added)


def written_for(texts: Iterable[str]) -> dict[str, bytes]:
    """The files that go with these texts."""
    names = {name for text in texts for name in markdown.pictures_in(text)}
    found = Image.objects.named(names).defer(None)
    return {f"{FOLDER}/{image.name}": bytes(image.blob.content) for image in found}


def paths(root: Path) -> Iterator[str]:
    yield from (f"{FOLDER}/{path.name}" for path in sorted((root / FOLDER).glob("*")))
