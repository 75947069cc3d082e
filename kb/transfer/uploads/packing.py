"""Content as one file to take away."""

import io
import zipfile
from typing import Any

from kb.catalogue.models import Article
from kb.transfer import kinds, pictures
from kb.transfer.actions import export_files

_DAY = (1980, 1, 1, 0, 0, 0)  # so that the same content is the same zip


def zipped(sub: str = "") -> bytes:
    """Everything, or the files of one folder with the images that they show. Raises FilesBroken."""
    found = export_files()
    if sub:
        found = {name: data for name, data in found.items() if name.startswith(f"{sub}/")}
        found |= pictures.written_for(data.decode() for data in list(found.values()))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(found):
            entry = zipfile.ZipInfo(name, _DAY)
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, found[name], zipfile.ZIP_DEFLATED)
    return held.getvalue()


def table(name: str) -> bytes:
    return export_files()[name]


def articles_as_json() -> dict[str, Any]:
    live = set(Article.objects.live().values_list("slug", flat=True))
    documents = [held.in_file for held in kinds.ARTICLES.held() if held.content.slug in live]
    return {"articles": [document.to_dict() for document in documents]}
