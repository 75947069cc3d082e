"""Do the links lead somewhere, and does every image say what it shows? Pure."""

import re
from collections.abc import Iterator

from django.conf import settings

from kb.catalogue.document import ArticleDocument
from kb.checks.finding import CheckContext, Finding, error, warning
from kb.checks.passages import CheckedText, Subject, passages
from kb.lib import markdown
from kb.lib.markdown import named
from kb.lib.markdown.parts import MarkdownLink, parts

# A link that the page refuses stays in the text as it was typed.
_REFUSED = re.compile(r"\]\(\s{0,9}<?([A-Za-z][A-Za-z0-9+.-]{0,30}):|\]\(<?(//)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:")


def path_of(address: str) -> str:
    """The path without what follows it: two links to one page are one."""
    return re.split("[?#]", address, maxsplit=1)[0]


def inside(document: ArticleDocument) -> frozenset[str]:
    """The paths of this site that the document links to."""
    links = (link for passage in passages(document) if _may_link(passage.text) for link in passage.parts.links)
    return frozenset(path_of(link.address) for link in links if link.address.startswith("/"))


def _may_link(text: str) -> bool:
    """Reading Markdown is dear, and most texts link to nothing."""
    return "]" in text or "<" in text


def findings(subject: Subject) -> Iterator[Finding]:
    for passage in subject.passages:
        if passage.is_markdown:
            yield from _of(passage, subject.context)
        elif f"]({named.START}" in passage.text.lower():
            yield error(passage.field, "A link to a setting can stand only where a text may have several lines.")


def _of(passage: CheckedText, context: CheckContext) -> Iterator[Finding]:
    for link in passage.parts.links:
        if link.is_image:
            yield from _image(passage.field, link)
        else:
            yield from _link(passage.field, link, context)
    for problem in setting_problems(passage.text):
        yield error(passage.field, problem)
    for block in passage.parts.prose:
        for found in _REFUSED.finditer(block):
            start = found[1] or found[2]
            yield error(passage.field, f"A link cannot begin with {start}: begin it with https:// or with one /.")


def setting_problems(text: str) -> Iterator[str]:
    """What is wrong with the links of a text to what only a site's owner knows."""
    for link in parts(text).links if _may_link(text) else ():
        name = named.name_in(link.address)
        if name is None:
            continue
        if name not in settings.NAMED_ADDRESSES:
            yield f"There is no setting called '{name}': use one of {', '.join(sorted(settings.NAMED_ADDRESSES))}."
        elif not link.title.strip():
            yield (
                f"The link to {link.address} has no other words: say between quotation marks what stands there where "
                f'the site has no such address, as in [words]({link.address} "other words").'
            )


def _link(field: str, link: MarkdownLink, context: CheckContext) -> Iterator[Finding]:
    address = link.address
    if not link.words.strip():
        yield error(field, f"The link to {address} has no words: say between the square brackets where it leads.")
    if address.startswith("/"):
        if context.is_asked and path_of(address) not in context.leads:
            yield error(field, f"The link to {address} leads nowhere: mend it, or take it out.")
    elif address.lower().startswith("http://"):
        yield warning(field, f"The link to {address} is not secure: write https:// if the site has it.")
    elif not _SCHEME.match(address) and not address.startswith("#"):
        yield error(field, f"The link to {address} is not whole: begin it with https:// or with /.")


def _image(field: str, image: MarkdownLink) -> Iterator[Finding]:
    if not image.words.strip():
        message = (
            "An image has no alternative text: say between the square brackets what it shows, for who cannot see it."
        )
        yield error(field, message)
    if not markdown.pictures_in(f"![image]({image.address})"):
        yield error(field, "An image is none of this site, so no page shows it: add it here, or take it out.")
