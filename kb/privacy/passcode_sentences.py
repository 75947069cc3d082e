"""What a sentence gives away as a passcode although the word for it stands far off, or not at all. Pure."""

import re
from collections.abc import Iterator

from kb.privacy.gates import gated, gates
from kb.privacy.nhs_numbers import ALONE, ENDS, FIGURE
from kb.privacy.passcode_forms import FIGURES, NO_MORE, PIN, WORD_FOR_IT

# "the PIN I have had since I came here in 2019 is 663012": whatever stands between, if it is told at last.
_FAR = re.compile(
    r"(?<![^\W_])(?:(?:is|was|it['’]?s)(?:[ ]still)?|i[ ](?:use|used|put|type|typed|enter|entered))[ ]{1,2}"
    rf"(?P<value>{FIGURES}){NO_MORE}"
    r"(?![ ](?:of|people|users|cards|pcs)\b)",
    re.IGNORECASE,
)
_FURTHEST = 130
_NO_PIN_AFTER = re.compile(
    r"[.;!?][ ]|[;!?\n]|\b(?:error|code|says|said|shows|message|build|version|expire[sd]?|gives?|number|called|ext"
    r"|extension|bleep|room|phone|year|date|time)\b",
    re.IGNORECASE,
)
# "changed it from 4321 to 8765", where the sentence speaks of a PIN.
_FROM_TO = re.compile(
    rf"(?<!ext )(?<!room ){ALONE}from[ ](?P<value>\d{{4}}|\d{{6}}|\d{{8}})[ ](?:in)?to[ ]"
    r"(?P<new>\d{4,8})(?![\w/:]|[.-]\d)",
    re.IGNORECASE,
)
_SAYS_PIN = re.compile(rf"{ALONE}{PIN}{ENDS}", re.IGNORECASE)
# "I type my code 390412"
_MY_CODE = re.compile(
    rf"{ALONE}(?:typ(?:e|ed|ing)|enter(?:ed|ing)?|put(?:ting)?(?: in)?|us(?:e|ed|ing)|tr(?:y|ied|ying)|key(?:ed)? in)"
    rf"[ ](?:in[ ])?(?:my|our|her|his|the[ ]same)[ ](?:old[ ]|new[ ])?code[ ](?P<value>\d{{4}}|\d{{6}}){ENDS}",
    re.IGNORECASE,
)
# "If you need to get in, its Pumpkin#7": no word is written so.
_SHAPED = re.compile(
    r"(?<![\w@#./\\-])(?!(?:ticket|room|ward|bay|bed|incident|case|call|task|order|desk|window|version|error|event|port|user"
    r"|phone|level|number|code|card|reader|printer|request|change)s?\W)"
    r"(?P<value>(?-i:[A-Z]?[a-z]{3,20})(?:[#!@$£%&*?]\d{1,4}|\d{1,4}[#!@$£%&*?]))(?![\w@./\\-])",
    re.IGNORECASE,
)
_LETS_IN = re.compile(
    rf"{ALONE}(?:log[ -]?(?:in|on)(?:to)?|get in(?:to)?|sign in|user(?:name)?|account|card|pin|passcode|unlock"
    rf"|{WORD_FOR_IT}|its|it['’]s|use|try){ENDS}",
    re.IGNORECASE,
)
# "OTP 482913", "recovery code HX42-99KQ"
_ONCE = re.compile(
    rf"{ALONE}(?:otp(?:[ ]code)?[ :]{{1,2}}(?P<value>\d{{6}}|\d{{3}}[ ]\d{{3}})"
    rf"|(?:recovery|back[ -]?up|one[ -]time|bit ?locker)[ ](?:code|key)[ :]{{1,2}}(?:is[ ])?"
    rf"(?P<mixed>[A-Z\d]{{2,8}}(?:-[A-Z\d]{{2,8}}){{1,7}})){ENDS}",
    re.IGNORECASE,
)
# "Put 0909 in the pin box"
_PUT_IN = re.compile(
    rf"{ALONE}(?:put|type|typed|enter|entered|key|keyed)[ ](?:in[ ])?"
    rf"(?P<value>\d{{4}}|\d{{6}}|\d{{8}})[ ](?:in|into|on)[ ](?:the[ ]|that[ ])?(?:smart ?card[ ])?{PIN}{ENDS}",
    re.IGNORECASE,
)
# "I always type 5566 for my card"
_FOR_CARD = re.compile(
    rf"{ALONE}(?:us(?:e|ed|ing)|typ(?:e|ed|ing)|enter(?:ed|ing)?|put(?: in)?|key(?:ed)?(?: in)?|tr(?:y|ied))[ ]"
    rf"(?:in[ ])?(?!19|20)(?P<value>\d{{4}}|\d{{6}}|\d{{8}})[ ](?:for|with|on)[ ]"
    rf"(?:my|this|her|his|our|the|that)[ ](?:[a-z]{{2,12}}[ ]){{0,2}}(?:smart ?)?card{ENDS}"
    r"(?![ ](?:printer|reader|number|error|code|service))",
    re.IGNORECASE,
)
# "Used my usual 6194 passcode", "enter four four seven one pin"; no "passcode screen", no year.
_WITHOUT_JOIN = re.compile(
    rf"{ALONE}(?:us(?:e|ed|ing)|typ(?:e|ed|ing)|enter(?:ed|ing)?|my|her|his|usual|same|old|new|normal|own|regular)[ ]"
    rf"(?P<value>(?!19|20)\d{{4}}|\d{{6}}|\d(?: \d){{3,7}}|{FIGURE}(?:,?[ -]{{1,2}}{FIGURE}){{3,7}})[ ]{PIN}{ENDS}"
    r"(?![ ](?:error|screen|box|page|field|prompt|window|message|policy|rules?|reset)s?\b)",
    re.IGNORECASE,
)
# "Card code nine one one two": an error is read out of a dialog, and no card.
_SAID_CODE = re.compile(
    rf"{ALONE}(?:smart ?card|card|unlock(?:ing)?|log ?in|sign[ -]?in|my|authenticator|text|security)[ ]code[ ]"
    rf"(?:(?:is|was)[ ])?(?P<value>{FIGURE}(?:,?[ -]{{1,2}}{FIGURE}){{3,7}}){ENDS}",
    re.IGNORECASE,
)
# "MFA code was 331882", "the code they texted me 331 882", "code from authenticator 331882"
_SENT_CODE = re.compile(
    rf"{ALONE}(?:(?:mfa|2fa|otp|two[ -]factor|verification|authenticator|sms|text(?:[ ]message)?|6[ -]digit)[ ]code"
    r"|code[ ](?:from|in|on)[ ](?:(?:the|my)[ ])?authenticator(?:[ ]app)?"
    r"|code[ ](?:(?:they|it|you)[ ])?(?:texted|sent|emailed)(?:[ ]to)?[ ](?:me|us))"
    rf"(?:[ ](?:is|was|of))?[ :]{{1,3}}(?P<value>\d{{6}}|\d{{3}}[ -]\d{{3}}){ENDS}",
    re.IGNORECASE,
)
# "Passcodes 3321 3322 3323 all tried"
_LISTED = re.compile(
    rf"{ALONE}(?:pas{{1,2}}[ -]?codes|pins|passwords)[ :]{{1,3}}"
    rf"(?P<value>(?!19|20)\d{{4,8}}(?:(?:[ ,&]|and|or){{1,5}}\d{{4,8}}){{1,5}}){ENDS}",
    re.IGNORECASE,
)
# "I enter 5518 and it says wrong passcode"
_REFUSED = re.compile(
    rf"{ALONE}(?:enter(?:ed)?|typed?|put(?: in)?|used?|key(?:ed)? in)[ ]"
    rf"(?!19|20)(?P<value>\d{{4}}|\d{{6}}|\d{{8}}),?[ ](?:and|but|then)[ ]"
    rf"[^.;\d\n]{{1,40}}?(?:wrong|incorrect|invalid|bad)[ ]{PIN}{ENDS}",
    re.IGNORECASE,
)
# A box that holds "pass 5512" or "4417 pin" and nothing else.
_WHOLE_BOX = re.compile(
    rf"\s*(?:pass[ :=]{{1,3}}(?P<value>\d{{4,8}})|(?P<first>\d{{4,8}})[ ](?:{PIN}))\s*\Z", re.IGNORECASE
)
# "Unlock it with 7410", "it won't take my code 904817", where the sentence speaks of a card or a PIN.
_WITH_IT = re.compile(
    rf"{ALONE}(?:(?:unlock(?:ed|ing|s)?|log(?:ged|ging|s)?[ -]?(?:in|on)|sign(?:ed|ing|s)?[ -]?in|get[ ]in(?:to)?)[ ]"
    r"(?:(?:it|them|this|that|the|my|her|his|card|smart ?card)[ ]){0,3}(?:with|using|w/)"
    r"|(?:takes?|accepts?|likes?|wants?|knows?|recognises?)[ ](?:my|the|her|his)[ ](?:old[ ]|new[ ])?code)[ ]"
    rf"(?!19|20)(?P<value>\d{{4}}|\d{{6}}){ENDS}(?![:/.-]\d)",
    re.IGNORECASE,
)
_OF_A_CARD = re.compile(rf"{ALONE}(?:{PIN}|(?:smart ?)?card){ENDS}", re.IGNORECASE)
_NEAR = 80

_BEHIND_PIN = gates({_FAR: "pass pw pin"})
_OTHER_PIN = gates({_FROM_TO: "from"})
_WITH_SIGN = gates({_SHAPED: "# ! @ $ £ % & * ?"})
_ONE_TIME = gates({_ONCE: "otp code key"})
_TOLD = gates({
    _MY_CODE: "code", _PUT_IN: "in on", _FOR_CARD: "card", _WITHOUT_JOIN: "p", _SAID_CODE: "code", _SENT_CODE: "code",
    _LISTED: "s", _REFUSED: "wrong in bad",
})  # fmt: skip
_UNLOCKING = gates({_WITH_IT: "with using w/ code"})


def find(text: str) -> Iterator[tuple[int, int]]:
    """Where each begins and ends."""
    if match := _WHOLE_BOX.match(text):
        yield match.span("value" if match["value"] else "first")
    for match in gated(_BEHIND_PIN, text):
        before = text[max(0, match.start() - _FURTHEST) : match.start()]
        said = [*_SAYS_PIN.finditer(before)]
        if said and not _NO_PIN_AFTER.search(before, said[-1].end()):
            yield match.span("value")
    for match in gated(_OTHER_PIN, text):
        if _SAYS_PIN.search(text, max(0, match.start() - _NEAR), match.end() + _NEAR):
            yield match.span("value")
            yield match.span("new")
    for match in gated(_WITH_SIGN, text):
        if _LETS_IN.search(text, max(0, match.start() - _NEAR), match.end() + _NEAR):
            yield match.span("value")
    for match in gated(_ONE_TIME, text):
        if match["value"] or any(map(str.isdecimal, match["mixed"])):
            yield match.span("value" if match["value"] else "mixed")
    for match in gated(_TOLD, text):
        yield match.span("value")
    for match in gated(_UNLOCKING, text):
        if _OF_A_CARD.search(text, max(0, match.start() - _NEAR), match.end() + _NEAR):
            yield match.span("value")
