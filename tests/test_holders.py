"""What the rooms hold of what people wrote: erasing, and who looks for a person, forget no column of words."""

from django.apps import apps
from django.db import models

from kb.lib import holders

# Columns that hold no words of anybody, each by its name and with the reason. A column that is new is in no pattern.
NO_WORDS = {
    "what file it came from, as a fingerprint": "catalogue.Article catalogue.Snippet catalogue.ErrorCode "
    "catalogue.Service catalogue.Category catalogue.Vendor catalogue.Shortcut catalogue.GlossaryEntry "
    "catalogue.StartQuestion search.Synonym search.ChosenAnswer notices.Notice "
    "notices.NoticeTemplate contacts.LocalContact contacts.DefaultContact contacts.Organisation : imported",
    "a code, in letters and figures alone": "catalogue.ErrorCode catalogue.CodeKey editing.NewCode : normal; "
    "insight.Call insight.Vote insight.CodeStory helpdesk.Pin : code",
    "made of a number and a version, or a code": "insight.Vote : page; insight.SearchEntry : opened; insight.View "
    "insight.HourCount insight.Rise : subject",
    "the name of a day or a month, and what is random": "insight.HashKey : period key",
    "a code, in spellings alike": "catalogue.CodeKey : folded bare",
    "a synonym without accents, and its stems; its group is held and goes whole": "search.Synonym : folded stems",
    "an organisation without capitals; that is held": "contacts.LocalContact : organisation_folded; "
    "contacts.Organisation : name_folded",
    "the code of an organisation": "contacts.LocalContact : ods_code; contacts.Organisation : code; "
    "accounts.User : organisation",
    "the index: made of what is published, and gone with it": "search.SearchMeta : averages building_averages; "
    "search.SearchTerm : term; search.SearchVector : digest lengths terms words texts places; "
    "search.SearchOutline : title lines pairs; search.SearchWord : word; search.SearchDeletion : key; "
    "search.SearchCode : normal folded bare stem",
    "keys of ours": "outbox.Delivery : room key purpose message_id claim",
    "the name of a machine and a process": "outbox.Heartbeat : name",
    "the address of a mail server, as settings say it": "outbox.Breaker : server",
    "made up by us, or a hash": "media.Blob : name sha256; reports.Attachment : stored; reports.HeldFile : stored",
    "a kind of file": "media.Blob reports.Attachment reports.HeldFile : content_type",
    "a picture; it goes whole, with the image": "media.Blob : content",
    "files as they were sent, packed: any erasure deletes them all, and so does a day": "transfer.Upload : packed",
    "our own words for how far it is": "transfer.Upload : stage",
    "a hash of a password": "accounts.User : password",
    "random": "accounts.SecondFactor : seed; editing.Revision : page",
    "the address of a provider, as settings say it": "accounts.ProviderLink : issuer",
    "random, and a public key": "accounts.Passkey : credential_id credential handle",
    "our own words": "accounts.AuditEntry : verb; reports.Report : suspicions",
    "a hash": "accounts.Throttle accounts.Invitation accounts.RecoveryCode notices.Subscriber : digest; "
    "reports.Deflection : visitor; insight.Vote : visitor visit; insight.View : visit; "
    "insight.SearchEntry : visit; insight.WordSighting : digest visit",
    "a code, in letters and figures alone, and short": "notices.Subscriber : code",
    "made up by us, or codes": "catalogue.Step : name codes; catalogue.StoppedStep : step; helpdesk.Note : step",
    "the name of a file, which its folder gives": "catalogue.Article : reference",
    "random, keyed hashes, and made up by us": "catalogue.Erasure : token digest further key image",
    "a short name, as articles and files say it": "catalogue.Meaning : key",
    "random, or numbers of articles": "reports.Report : reference secret sending read_articles tried_articles",
    "the address of a desk, as settings say it": "reports.Report : sent_to",
    "random, or a keyed hash": "reports.HeldFile : key form sender",
    "the name of a box": "editing.Comment : field",
    "of Django: names of abilities and tables": "auth.Permission : name codename; auth.Group : name; "
    "contenttypes.ContentType : app_label model",
    "of Django: who is signed in, signed; no page keeps words in it": "sessions.Session : session_key session_data",
}


def without_words() -> list[str]:
    found = []
    for said in NO_WORDS.values():
        for group in said.split(";"):
            tables, _, columns = group.partition(":")
            found += [f"{table}.{column}" for table in tables.split() for column in columns.split()]
    return found


def text_columns() -> set[str]:
    """Of every table, other people's too. A choice is one of ours."""
    texts = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)
    tables = apps.get_models(include_auto_created=True)
    return {
        f"{model._meta.label}.{field.name}"
        for model in tables
        for field in model._meta.concrete_fields
        if isinstance(field, texts) and not field.choices
    }


def held_columns() -> set[str]:
    return {f"{holder.table}.{column}" for holder in holders.every() for column in holder.columns}


def test_every_text_is_held_by_a_room_or_excused_with_a_reason():
    assert sorted(text_columns() - held_columns() - set(without_words())) == []
    assert held_columns() - text_columns() == set()


def test_no_excuse_is_left_over():
    assert sorted(set(without_words()) & held_columns()) == []
    assert sorted(set(without_words()) - text_columns()) == []
    assert len(set(without_words())) == len(without_words())


def test_a_column_that_is_new_is_seen_whatever_its_name():
    """Patterns once excused every `slug`, so nobody looked for words in the addresses of applications."""
    assert not any(sign in one for one in without_words() for sign in "*|(")
    assert not any(one.endswith(".slug") for one in without_words())
