"""A person's name after the word "patient": told from the many other words that follow it. Pure.

"patient: John Smith", "Patient Name: SMITH, John" and "patient Mrs Jones" name somebody; "patient record will not
open", "Patient Safety Incident" and "PATIENT IS WAITING" do not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_WORDS = 5
MOST_SMALL_WORDS = 3
LONGEST_ACRONYM = 4


def _words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words_of("mr mrs ms miss mx dr prof professor sir dame lady lord master rev baby")
PARTICLES = _words_of("van von de del der den di da la le bin bint ibn al el ap ab")

# No part of a name, wherever it stands: the words of a sentence, and the labels of a form.
NEVER = _words_of("""
    a about address after again age all also am an and any are as at be because been before being birth blank born
    both but by can can't cannot care code codes could could've data date demographics details did didn't do dob
    does doesn't don't either email empty error errors every failed failing fails for from gender had has hasn't
    have having he her here him his how however i id identifier if in information into is isn't it its just me
    missing more my na name names neither nhs nil no none nor not nothing now null number numbers of off on once
    only or our out passcode password phone pin please postcode re record records redacted ref reference removed
    same screen service services sex she should since so some status still such system test than that the their them
    then there therefore these they this those though title to too unable unavailable undefined unknown until up
    upon us various was wasn't we were what when where which while who whom whose why will with withheld without
    won't would yes yet you your
""")
# Never the first word of a name, though perhaps a surname: what a patient's record, a ward or a program is called.
NEVER_FIRST = NEVER | _words_of("""
    access accessing action activity added admin administration admission admissions advice affected agent alert
    alerts allergies another app application applications appointment appointments area arrived arriving attended
    attending attends banner bed best booked booking bookings box browser bundle called came card cards case centre
    centred cerner changed chart charts check checked checks choice choices choose chrome cim cis citrix click
    clicked clinic clinical close closed coming complaint consent consultation consultations contact contacts cover
    current currently dashboard database death deceased december demographic deteriorating died different discharge
    discharged discharges display displayed document documents during edge education ehr emergency emis encounter
    enquiry entry epic episode episodes epr eps ers esr example experience facing february feedback field file files
    flag flow folder form found friday full go goes going gone group groups harm haven't history home hospital ice
    identifiable identity image images impact impacted imprivata in-patient incident incidents index initiated
    inpatient interface isosec january journey july knows label labels leaflet letter letters level liaison link
    links list lists loading locked look lookup lorenzo lost management march matching may medication medications
    medicine medicines merge message messages microsoft might millennium monday monitoring must need needed needing
    needs new next nhsmail note notes november nurse october old online open opened opening opens outcome outlook
    outpatient own participation pas pathway pathways pds person photo photos population portal practice
    prescription prescriptions privacy problem problems profile queue reading referral referrals refused registered
    registration relations report reported reports request requests result results review rio risk safe safety said
    saturday
    says scr sds search searched searching section see seen selected selection self sensitive september several show
    showing shows side smartcard spine staff stays summary sunday surgery systmone tab table team teams tests text
    thursday today tool tpp trace tracing tracker tracking transfer transferred transfers transport treatment trust
    tuesday turned type upload user using view viewer viewing views visit visits vmware waited waiting waits wanted
    wants ward warning web wednesday went window windows worklist
""")

_WHICH = r"(?:(?:full|first|last|sur|fore|family|given)[ _-]?)?"
_LABEL = re.compile(
    rf"(?<![^\W_])patient(?:s|['’]s)?(?P<name>[ _-]?{_WHICH}name)?(?![^\W_])[\"'’)]?"
    r"(?:(?P<told>[ \t]{0,3}[:=]{1,2}>?\s{0,4})"
    r"|(?P<said>\s{1,3}(?:(?:[–-]|is|was|called|named)[ \t]{1,3}(?:called[ \t]{1,3})?)?))[\"'(]?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[ \t]{0,2}(?P<word>[^\W\d_]{1,30}(?:['’-][^\W\d_]{1,30}){0,3}(?:\.(?=[ \t]))?)(?P<comma>,?)")
_IS_NO_WORD = re.compile(r"[ \t]?[:=]|[\w@\\/]")


@dataclass(frozen=True)
class _Word:
    text: str
    end: int

    @property
    def key(self) -> str:
        return self.text.lower().replace("’", "'").rstrip(".")

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_loud(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()

    @property
    def is_acronym(self) -> bool:
        """Or an initial: "patient A" is nobody."""
        return self.text.isupper() and len(self.text) <= LONGEST_ACRONYM


def _goes_on(words: list[_Word], word: _Word, *, small: bool) -> bool:
    """May the name begin, or go on, with this word?"""
    if not words:
        return word.key not in NEVER_FIRST and (word.is_capital or small)
    if word.key in PARTICLES:
        return True
    # Where all is in capitals the shape of a word says nothing, so the longer list holds for every word.
    never = NEVER_FIRST if word.is_loud and words[-1].is_loud else NEVER
    return word.key not in never and (word.is_capital or (small and len(words) < MOST_SMALL_WORDS))


def _words(text: str, at: int, *, small: bool) -> list[_Word]:
    """The words from here that may be a name; they may be in small letters where a form asks for a name."""
    words: list[_Word] = []
    commas = 0
    while len(words) <= MOST_WORDS and commas <= 1 and (match := _WORD.match(text, at)):
        word = _Word(match["word"], match.end("word"))
        if not _goes_on(words, word, small=small) or _IS_NO_WORD.match(text, word.end):
            break
        words.append(word)
        commas += bool(match["comma"])
        at = match.end()
    while words and words[-1].key in PARTICLES:
        words.pop()
    return words


def _is_name(words: list[_Word], *, one_will_do: bool, is_asked: bool) -> bool:
    """A title and a word, two words, or "SMITH, John"; one word where a colon or "name is" asks for it."""
    if not words or len(words) > MOST_WORDS or (not is_asked and all(word.is_acronym for word in words)):
        return False
    return len(words) > 1 or (one_will_do and not words[0].is_acronym and words[0].key not in TITLES)


def find(text: str) -> Iterator[tuple[int, int]]:
    """Where each name begins and ends."""
    for match in _LABEL.finditer(text):
        is_asked, is_told, said = bool(match["name"]), match["told"] is not None, match["said"] or ""
        if "\n" in said and not is_asked:
            continue
        words = _words(text, match.end(), small=is_asked and is_told)
        if _is_name(words, one_will_do=is_told or (is_asked and bool(said.strip())), is_asked=is_asked):
            yield match.end(), words[-1].end
