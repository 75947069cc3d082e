"""Fetches what the comparison of two texts has to know of the codes that they name."""

from kb.catalogue import codes
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Meaning
from kb.editing.compare.diff import Places


def places_of(*documents: ArticleDocument) -> Places:
    named = {codes.normal(one.code) for document in documents for one in document.meanings}
    rows = Meaning.objects.filter(code__normal__in=named).exclude(where="")
    return {(code, key): where for code, key, where in rows.values_list("code__normal", "key", "where")}
