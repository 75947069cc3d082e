"""Who can end a problem. Pure."""

from collections import Counter

from kb.catalogue.choices import Actor, Audience
from kb.catalogue.contents import StepContent
from kb.catalogue.document import ArticleDocument

ACTOR_OF = {Audience.USER: Actor.PERSON, Audience.RA: Actor.RA, Audience.IT: Actor.IT}
# As the titles of steps call them.
_CALLED = {Actor.RA: ("Registration Authority", "smartcard team"), Actor.IT: ("IT support", "IT service desk")}


def who_acts(document: ArticleDocument) -> Actor:
    """Whom its author named, else whoever follows from the rest."""
    return Actor(document.acts) if document.acts in Actor else derived(document)


def derived(document: ArticleDocument) -> Actor:
    """The company, where one supports it. Of a stub the Registration Authority, where it is about their work: it is
    written for them, or no step is for users. Of any other stub the National Service Desk: we know no
    fix. Else whoever the title of the first step for users names, the Registration Authority or IT support: there they
    are sent at once. Else those for whom most steps are; of as many, IT support before the Registration Authority
    before the person. With no step at all, the National Service Desk.
    """
    if document.vendor:
        return Actor.VENDOR
    steps = Counter(step.audience for step in document.steps if step.audience in Audience)
    if document.confidence == "STUB":
        is_of_ra = document.reader == Audience.RA or (steps[Audience.RA] and not steps[Audience.USER])
        return Actor.RA if is_of_ra else Actor.NSD
    if not steps:
        return Actor.NSD
    if sent_to := _sent_to(document):
        return sent_to
    most = max(steps.values())
    return next(ACTOR_OF[one] for one in reversed(Audience) if steps[one] == most)


def turned_to(document: ArticleDocument, audience: str) -> Actor:
    """To whom readers of this audience turn when their steps did not help: whoever can end it.

    Of what the person can end, whoever the last of their steps names, else those of two who have more steps, IT support
    before the Registration Authority. Who would be sent to their own team goes on to the National Service Desk; with a
    card that a company supports, to the company, since that desk does not.
    """
    goes_on = Actor.VENDOR if document.vendor else Actor.NSD
    actor = who_acts(document)
    if actor == Actor.PERSON:
        actor = _last_sent_to(document) or _with_more_steps(document) or goes_on
    return goes_on if actor == ACTOR_OF.get(Audience(audience)) else actor


def named_in(title: str) -> tuple[Actor, ...]:
    """The local teams that the title of a step names."""
    return tuple(actor for actor, names in _CALLED.items() if any(name in title for name in names))


def _only_named(step: StepContent | None) -> Actor | None:
    named = named_in(step.title) if step else ()
    return named[0] if len(named) == 1 else None


def _own_steps(document: ArticleDocument) -> list[StepContent]:
    return [step for step in document.steps if step.audience == Audience.USER and not step.snippet]


def _sent_to(document: ArticleDocument) -> Actor | None:
    return _only_named(next(iter(_own_steps(document)), None))


def _last_sent_to(document: ArticleDocument) -> Actor | None:
    return next(filter(None, map(_only_named, reversed(_own_steps(document)))), None)


def _with_more_steps(document: ArticleDocument) -> Actor | None:
    steps = Counter(step.audience for step in document.steps)
    most = max(steps[Audience.IT], steps[Audience.RA])
    return next((ACTOR_OF[one] for one in (Audience.IT, Audience.RA) if most and steps[one] == most), None)
