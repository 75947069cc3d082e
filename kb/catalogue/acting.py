"""Who can end a problem. Pure."""

from collections import Counter

from kb.catalogue.choices import Actor, Audience
from kb.catalogue.document import ArticleDocument

# What is done with other people's cards is done by a Registration Authority.
RA_TOPIC = "smartcard-management"
ACTOR_OF = {Audience.USER: Actor.PERSON, Audience.RA: Actor.RA, Audience.IT: Actor.IT}


def who_acts(document: ArticleDocument) -> Actor:
    """Whom its author named, else whoever follows from the rest."""
    return Actor(document.acts) if document.acts in Actor else derived(document)


def derived(document: ArticleDocument) -> Actor:
    """The company, where one supports it. Of a stub the Registration Authority, where it is about their work: its topic
    is the management of smartcards, or no step is for users. Of any other stub the National Service Desk: we know no
    fix. Else whoever the title of the first step for users names, the Registration Authority or IT support: there they
    are sent at once. Else those for whom most steps are; of as many, IT support before the Registration Authority
    before the person. With no step at all, the National Service Desk.
    """
    if document.vendor:
        return Actor.VENDOR
    steps = Counter(step.audience for step in document.steps if step.audience in Audience)
    if document.confidence == "STUB":
        is_of_ra = document.category == RA_TOPIC or (steps[Audience.RA] and not steps[Audience.USER])
        return Actor.RA if is_of_ra else Actor.NSD
    if not steps:
        return Actor.NSD
    if sent_to := _sent_to(document):
        return sent_to
    most = max(steps.values())
    return next(ACTOR_OF[one] for one in reversed(Audience) if steps[one] == most)


def _sent_to(document: ArticleDocument) -> Actor | None:
    own = (step for step in document.steps if step.audience == Audience.USER and not step.snippet)
    first = next(own, None)
    named = [one for one in (Audience.RA, Audience.IT) if first and str(one.label) in first.title]
    return ACTOR_OF[named[0]] if len(named) == 1 else None
