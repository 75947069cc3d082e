"""A small folder of content in which everything is right, for tests to break one thing at a time."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from django.apps import apps

from kb.catalogue import actions, reading
from kb.catalogue.models import Article
from kb.transfer.actions import FilesBroken, bring_in
from kb.transfer.writing import ImportOutcome

ARTICLE = "articles/C1-card-not-read.md"
OTHER = "articles/no-role.md"
SNIPPET = "snippets/general-checks.md"
NOTICE = "notices/sign-in-slow.md"

CONTENT = {
    "services.csv": "slug,name,summary,on_home\nidentity-agent,Identity Agent,Reads the card.,true\n",
    "categories.csv": "slug,name,summary\nsigning-in,Signing in,You cannot sign in.\n",
    "vendors.csv": (
        "slug,name,product,website,phone,email,summary,tell\n"
        "isosec,Isosec,Virtual card,https://example.org,,,Not supported here.,the code; the time\n"
    ),
    "codes.csv": (
        "code,kind,family,meaning_key,meaning,where,acts,source,confidence,spellings,search_spellings\n"
        "400_xxx,family,,,Sign-in failed.,Signing in,,,,,\n"
        "ERR5022,exact,,,It could not be completed.,Managing cards,it,,,Error 5022,\n"
    ),
    "shortcuts.csv": "label,article,question\nThere is no role,no-role,\n",
    "words.csv": (
        "slug,word,stands_for,meaning,spellings,in_steps,more,source\n"
        "ra,RA,Registration Authority,The local team.,smartcard team,true,/articles/no-role/,NHS England\n"
    ),
    "synonyms.csv": "group,phrase,one_way\npasscode,PIN code,true\n",
    "answers.csv": (
        "slug,phrase,leads_to,which\nplace,ward / clinic,list,\ndown,is it down + [{place}],live issues,\n"
        "no-role,no role,article,no-role\n"
    ),
    "organisations.csv": "code,name\n",
    "contacts.csv": (
        "kind,organisation,ods_code,name,phone,email,place,hours,out_of_hours_phone\n"
        "IT,Harbour Hospital,,IT desk,01632 960001,,,,\n"
    ),
    "desks.csv": "kind,name,phone,email,place,hours,out_of_hours_phone\n",
    "notice-templates.csv": "slug,title,short_title,kind,severity,summary,services\n",
    SNIPPET: "---\ntitle: Try the general checks\nkind: step\n---\n\nLook at the card.\n",
    "start/where-did-it-stop.md": (
        "---\ntitle: Where did it stop?\nfirst: true\nanswers:\n- text: My card is from Isosec\n  vendor: isosec\n"
        "- text: None of these\n  page: who-can-help\n---\n\nChoose one.\n"
    ),
    NOTICE: """---
title: Sign-in is slow
kind: live
severity: high
starts: 2026-11-22T12:00:00+00:00
services:
- identity-agent
codes:
- ERR5022
articles:
- no-role
summary: Signing in takes minutes.
updates:
- at: 2026-11-22T13:00:00+00:00
  text: We know why.
---

Wait and try again.
""",
    ARTICLE: """---
title: Card not read
summary: The computer does not read the card.
category: signing-in
services:
- identity-agent
vendor: isosec
codes:
- ERR5022
mentions:
- 400_xxx
confidence: unverified
related:
- no-role
sources:
- name: NHS England
  address: https://example.org/card
  dated: 2024-04-24
---

## What you see

> ERR5022: Operation cannot be completed

- Nothing happens.

## What to do: user

### Take the card out {#nwspvtcb}

Put it back in. See [no role](/articles/no-role/).

Applies to: Identity Agent
Result: The box opens.

{{ snippet general-checks }} {#rwcdpjcm}

## Why it happens

- The driver is old.

## Good to know

It helps to wait.
""",
    OTHER: """---
title: No role to choose
summary: The list of roles is empty.
category: signing-in
confidence: unverified
---

## What you see

- The list is empty.
""",
}


@dataclass
class Files:
    root: Path

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def text(self, name: str) -> str:
        return (self.root / name).read_bytes().decode()

    def edit(self, name: str, old: str, new: str) -> None:
        assert old in self.text(name), f"{name} does not hold {old!r}"
        self.write(name, self.text(name).replace(old, new))

    def rename(self, name: str, other: str) -> None:
        (self.root / name).rename(self.root / other)

    def bring_in(self, *, replace: bool = False) -> ImportOutcome:
        return bring_in(root=self.root, by=None, replace=replace)

    def problems(self) -> list[str]:
        """What an import says is wrong; it must say something."""
        with pytest.raises(FilesBroken) as broken:
            self.bring_in()
        return [str(problem) for problem in broken.value.problems]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    made = Files(tmp_path / "content")
    for name, text in CONTENT.items():
        made.write(name, text)
    return made


def everything() -> dict[str, list]:
    """Every row of every table of ours."""
    models = [model for model in apps.get_models() if model.__module__.startswith("kb.")]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def refusals(files) -> list[str]:
    """What was changed here and so stays, by name; something must."""
    kept = files.bring_in().kept
    assert kept
    return kept


def the_article() -> Article:
    return Article.objects.with_parts().get(reference="C1")


def edit(*, by=None, **facts) -> Article:
    """The article C1, edited here."""
    article = the_article()
    return actions.put_live(replace(reading.document_of(article), **facts), actions.Publication(by=by, article=article))
