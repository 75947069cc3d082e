"""Passcodes, PINs and passwords that a text gives away: figures, figures in words, and passwords with letters. Pure."""

import re
from collections.abc import Callable, Iterator

from kb.privacy.name_words import words_of
from kb.privacy.nhs_numbers import ALONE, ENDS, FIGURE, HYPHEN, gated
from kb.privacy.plain_passwords import is_mixed_password, says_of_passwords

# Also "pasword", "passwrod", "pw" and "p/word".
_WORD_FOR_IT = r"p(?:a?s{1,2})?[ /-]?(?:w(?:o?r?o?d)?|ord)s?|pass[ -]?phrase"
_PIN = rf"(?:pass[ -]?codes?|{_WORD_FOR_IT}|pins?|puk)(?:[ _-]?(?:number|num|no|nr|nbr|code))?"
# What may stand between the word and the value: "passcode which I have always used is 4829".
_FILLER = (
    r"(?:(?:has|have|should|would|could|might|must) be(?:en)?|be|being|am|i['’]?m|entering|ok"
    r"|same as|bank one|phone one|debit card|house"
    r"|(?:on|in) (?:the|my) (?:sticker|letter|paper|note|sheet|slip|envelope|post-?it|text)(?:[ ](?:says|reads))?"
    r"|(?:re)?set to|changed? (?:it )?to|changed? from|from(?=[ ][^\s]{4,30}[ ]to\b)|made it"
    r"|(?:birth )?year|which|that|is|was|of|as|to|now"
    r"|sent|by (?:text|sms|e-?mail|post|phone)|back|know|remember|still|currently|always"
    r"|just|i|we|she|he|they|you|birthday|anniversary|house number"
    r"|use|uses|used|have|had|has|set|chose|chosen|picked|made|created|typed|type|typing|entered"
    r"|enter|put in|put|tried|try|gave|been|it|my|the|new|old|both|both are|are|ra|agent|sponsor|colleague|manager"
    r"|desk|given|issued|told|me|us|by|with"
    r"|(?:four|six|eight|[4-8])[ -]?(?:digits?|figures?)(?=[,:])"
    r"|for (?:my|the|this|her|his) (?:smart ?card|card|laptop|account|login|pc)(?=[,):]| is| was| \())\b"
)
_BETWEEN = (
    rf"(?:['’]s\b|[\"'’)])?(?:[ \t]{{0,3}}(?:[:=#.(\[,–\"'-]|{_FILLER})){{0,8}}(?:(?<=[:=])\s{{0,3}}"
    rf"|[ \t]{{0,3}})[\"'“(]?"
)
# No more figures behind it, and none of the things that figures count.
_ENDS = (
    rf"(?!\w|[{HYPHEN}/.:]\d|[{HYPHEN} ]{{0,2}}(?:digits?|figures?|characters?|numbers|times|hours?|days?|weeks?)\b)"
)
_FIGURES = (
    r"(?!80(?:07|09|10)\d{4}(?!\d))\d{4,8}|\d(?: \d){3,7}|\d(?:-\d){3,7}|\d\d(?:[ -]\d\d){1,3}|\d{3}[ -]\d{3}"
    rf"|{FIGURE}(?:,?[ -]{{1,2}}{FIGURE}){{2,7}}"
)
_AFTER = re.compile(
    rf"{ALONE}(?:{_PIN}{ENDS}|pin(?=\d{{4}}(?!\w))){_BETWEEN}(?P<value>{_FIGURES}){_ENDS}", re.IGNORECASE
)
# "PIN 2000 pad", "passcode 10-12 characters", and years are no passcodes; a year after "is" is one.
_BEFORE = re.compile(
    rf"(?P<lead>{ALONE}(?!(?:double|triple|treble|{FIGURE}){ENDS})[a-z']{{1,12}}[ \t]{{1,2}}|\A"
    rf"|[.,:;!?\n\"'(][ \t]{{0,2}})[\"'“(]?"
    rf"(?P<value>\d{{4,8}}|\d\d \d\d(?: \d\d)?|\d(?: \d){{3,5}}|{FIGURE}(?:,?[ -]{{1,2}}{FIGURE}){{2,7}}){ENDS}[\"'”)]?"
    r"(?:[ ]by[ ](?:the[ ]|my[ ]|our[ ])?(?:ra|it|desk|sponsor|manager|colleague)(?=[ ]as[ ]))?"
    r"(?:[ ](?:twice|again|(?:two|three|four|five|\d)[ ]times|loads|repeatedly)(?=[ ]as[ ]))?"
    r"(?:[ \t]{0,2}\([ ]?|,[ ](?=my[ ]p[a-z ]{1,12}[ ](?:that is|i mean|i think))"
    r"|(?<=its[ ]\d{4}|t['’]s[ ]\d{4})[ ](?=my[ ])"
    r"|[ \t]{1,2}(?:in[ ])?(?:(?P<because>as)|for|(?:is|was)(?:n['’]?t| not)?|which is|which was|into|in)[ \t]{1,2})"
    rf"(?:(?:my|the|a|an|her|his|their|our|your|new|old|smart ?card|card|current|starter|start|temporary|temp"
    rf"|default|first|initial)[ \t]{{1,2}}){{0,3}}{_PIN}{ENDS}"
    r"(?P<goes_on>[ \t](?:is|was|has|does|will|cannot|can't|doesn't|isn't|screen|box|page|field|prompt|error|window"
    r"|message|dialog(?:ue)?|expired|locked)\b)?",
    re.IGNORECASE,
)
# After these, figures before "my passcode" are a code on a screen, a room or a telephone.
_NO_LEAD = words_of("""
    error errors err code codes get gets got see sees saw shows showing says say said message number step event room
    ring phone call ext extension bleep version build kb option id port line
""")
# "PIN screen (PIN) 5022": what the screen is called, and its error.
_OF_A_SCREEN = re.compile(
    r"(?<![^\W_])(?:screen|box|page|field|prompt|error|window|message|dialog(?:ue)?|pop-?up|pad|entry)[ ]?\(\Z",
    re.IGNORECASE,
)
_LONGEST_SCREEN = 12
# "the PIN that works on the other computer is 4821", if nothing says that it is an error that is told.
_TOLD_OF = (
    rf"{ALONE}(?:{_PIN}|(?<!error )code(?=[ ](?:that |which )?(?:i|we|she|he"
    rf"|(?:the |my )?(?:ra |sponsor|agent|colleague|manager))\b)){ENDS}"
    r"[ ](?![^.,;\n\d]{0,40}(?:error|code|says|shows|message|build|version|expir|reset on|changed on))"
    r"[^.,;:\d\n]{1,40}?(?:[ ](?:is|was|to)|:)[ ]"
)
_CLAUSE = re.compile(rf"{_TOLD_OF}(?P<value>{_FIGURES}){_ENDS}", re.IGNORECASE)
_CLAUSE_MIXED = re.compile(rf"{_TOLD_OF}(?P<value>[^\s\"'“”()\[\],;]{{5,64}})", re.IGNORECASE)
# "the PIN I have had since I came here in 2019 is 663012": whatever stands between, if it is told at last.
_FAR = re.compile(
    r"(?<![^\W_])(?:(?:is|was|it['’]?s)(?:[ ]still)?|i[ ](?:use|used|put|type|typed|enter|entered))[ ]{1,2}"
    rf"(?P<value>{_FIGURES}){_ENDS}"
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
_SAYS_PIN = re.compile(rf"{ALONE}{_PIN}{ENDS}", re.IGNORECASE)
# "I type my code 390412"
_MY_CODE = re.compile(
    rf"{ALONE}(?:typ(?:e|ed|ing)|enter(?:ed|ing)?|put(?:ting)?(?: in)?|us(?:e|ed|ing)|tr(?:y|ied|ying)|key(?:ed)? in)"
    rf"[ ](?:in[ ])?(?:my|our|her|his|the[ ]same)[ ](?:old[ ]|new[ ])?code[ ](?P<value>\d{{4}}|\d{{6}}){ENDS}",
    re.IGNORECASE,
)
_CODE_OF_CARD = re.compile(
    rf"(?:{ALONE}(?:smart ?card|unlock|unlocking|log ?[io]n|sign[ -]?in|security|access|my card(?:['’]s)?|authenticator"
    rf"|verification|backup|back[ -]up|recovery|one[ -]time|otp|sms|text(?:ed)?)[ _-]?code{ENDS}"
    rf"|{ALONE}(?:(?:re)?set|changed?)[ ](?:my|the|her|his)[ ]code{ENDS}"
    rf"|{ALONE}(?:four|six|eight|[468])[ -](?:digit|figure)[ ](?:code|number|pin){ENDS}"
    rf"|{ALONE}my[ ](?:(?:old|new|own|current)[ ])?code(?=[ ](?:is|was)[ ](?:\d{{4}}|\d{{6}}|\d(?:[ ]\d){{3,7}}){ENDS})"
    rf"|{ALONE}(?:my|the)[ ](?:number|code)[ ](?:i[ ][^.,;:\d\n]{{1,20}}[ ])?(?:for|of|on)[ ]"
    rf"(?:my|the|this)[ ](?:smart ?card|card){ENDS}"
    rf"|(?<!error )(?<!err ){ALONE}code[ ](?:i (?:use|have|set) )?(?:for|of|on|to)[ ](?:my|the|this)[ ]"
    rf"(?:smart ?card|card|account){ENDS})"
    rf"[\"'’)]?(?:[ \t]{{0,3}}(?:[:=(\"'–-]|(?:is|was|now|set to|to)\b"
    rf"|(?<=code)(?=[ ](?:\d{{3}}[ ]?\d{{3}}|\d{{4}}[ ]?\d{{4}}){ENDS}))){{1,4}}[ \t]{{0,3}}[\"'“(]?"
    rf"(?P<value>\d{{4,8}}|\d\d(?:[ -]\d\d){{1,3}}|\d{{3}} \d{{3}}|\d{{4}} \d{{4}}|\d(?: \d){{3,7}}){_ENDS}",
    re.IGNORECASE,
)
_WORD = (
    rf"(?:{_WORD_FOR_IT}"
    r"|(?:pass[ -]?codes?|pins?)(?=[ ]{0,2}[:=]|[ ](?:is|was)[ ])"
    r"|pass(?=[:=])|(?<=[^\W_] )pass(?=[:= ]{1,3}[^\s]{0,40}\d))"
)
_MIXED = re.compile(
    rf"{ALONE}{_WORD}{ENDS}"
    rf"(?:[\"'’)]?(?:[ \t]{{0,3}}(?:[:=(\[–\"'“-]|{_FILLER})){{0,8}}(?:(?<=[:=])\s{{0,3}}|[ \t]{{0,3}}))"
    r"(?P<value>(?<=[\"'“])[^\s\"'”][^\"'”\n]{2,60}(?=[\"'”])|[^\s\"'“”()\[\],;]{5,64})",
    re.IGNORECASE,
)
# "Password same as before, Tigger07".
_BEHIND = re.compile(
    rf"{ALONE}(?:{_WORD_FOR_IT}){ENDS}[^.;!?\n]{{0,60}}?[ ,:(]"
    r"(?!win|office|server|edge|chrome|firefox|safari|port|error|code|event|ward|room|desk|user|site|card|series|level"
    r"|laptop|reader|agent|band|step|page|team|ticket|trust|build|version|call|case|form|line)"
    r"(?P<value>(?-i:[A-Z])(?-i:[a-z]{3,20})(?:\d{2,4}|(?:-(?-i:[A-Z][a-z]{2,20})){1,2}\d{1,4}))(?![\w.:/-])",
    re.IGNORECASE,
)
_ENDS_OF_SENTENCE = ".,;:?)"
# "Reset it to Summer2025": a word with figures behind it, and no "Windows11".
_WORD_WITH_FIGURES = (
    r"(?!windows|office|server|version|edge|chrome|port|com|usb|build)[^\W\d_]{4,20}\d{1,4}[!?.]{0,2}(?![\w.:/-])"
)
_MADE_IT = re.compile(
    rf"{ALONE}(?:(?:re)?set|chang(?:e|ed)|make|made|put)(?:[ ](?:it|them|that|this|mine)|(?<=reset))[ ]"
    r"(?:back[ ])?(?:to|as)[ ](?:something[ ]\w{3,8}[ ]like[ ])?"
    rf"(?P<value>{_WORD_WITH_FIGURES}|(?:\d{{4}}|\d{{6}})(?![\w.:/-]))",
    re.IGNORECASE,
)
# "Login ward5 / Ward5login!", "log in with jdoe and rainbow99".
_PAIR = re.compile(
    rf"{ALONE}(?:log[ -]?[io]n|credentials|creds|user(?:[ ]?name|[ ]?id)?)(?:[ ]details)?"
    r"(?:(?:[ ](?:is|with|as|using)|:)?[ ][\w.-]{2,30}[ ]?/[ ]?"
    r"|[ ](?:with|as|using)[ ][\w.-]{2,30},?[ ](?:and|with)[ ]"
    rf"(?!ward|room|bay|bed|error|event|code)(?={_WORD_WITH_FIGURES}))"
    r"(?P<value>[^\s\"'“”()\[\],;/]{6,64})",
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
    rf"|{_WORD_FOR_IT}|its|it['’]s|use|try){ENDS}",
    re.IGNORECASE,
)
# "OTP 482913", "recovery code HX42-99KQ"
_ONCE = re.compile(
    rf"{ALONE}(?:otp(?:[ ]code)?[ :]{{1,2}}(?P<value>\d{{6}}|\d{{3}}[ ]\d{{3}})"
    rf"|(?:recovery|back[ -]?up|one[ -]time)[ ](?:code|key)[ :]{{1,2}}(?:is[ ])?"
    rf"(?P<mixed>[A-Z\d]{{2,8}}(?:-[A-Z\d]{{2,8}}){{1,7}})){ENDS}",
    re.IGNORECASE,
)
# "Put 0909 in the pin box"
_PUT_IN = re.compile(
    rf"{ALONE}(?:put|type|typed|enter|entered|key|keyed)[ ](?:in[ ])?"
    rf"(?P<value>\d{{4}}|\d{{6}}|\d{{8}})[ ](?:in|into|on)[ ](?:the[ ]|that[ ])?(?:smart ?card[ ])?{_PIN}{ENDS}",
    re.IGNORECASE,
)
# "Use 5527 if you want to test my card"; no year of a program, no room, no telephone.
_TO_TRY = re.compile(
    rf"{ALONE}(?:use|try|type|enter|put in|key in|punch in|with)[ ]"
    rf"(?!19|20)(?P<value>\d{{4}}|\d{{6}})[ ](?:if|to|when)[ ]"
    r"(?![^.;!?\n]{0,60}\b(?:call|ring|phone|reach|room|door|ward|build|version)\b)"
    r"(?=[^.;!?\n]{0,40}\b(?:my card|smart ?card|unlock|log(?:ging)?[ -]?(?:[io]n|into)|sign in|get in)\b)",
    re.IGNORECASE,
)
# "passcode was 5190, now I made it 5191": what else has the shape of the first, in the same sentence.
_NEXT = re.compile(
    r"[^.;!?\n\d]{0,40}?(?<![^\W_])(?:to|made it|and|or|then|now|not|but|instead of"
    r"|(?:old|new|other)(?: one)? (?:is|was))[ \t]{1,3}(?P<value>\d{4,8})"
    r"(?!\w|[/:.-]\d)",
    re.IGNORECASE,
)
_EARLIER = re.compile(r"(?<![\w.:/-])(?P<value>\d{4,8})(?:,[ ]?(?:and |or )?| and | or )\Z")
_MOST_LISTED = 4
_NEAR = 80
_SECRET_WORD = re.compile(
    rf"{ALONE}(?:(?:memorable|secret|security)[ ](?:word|answer|name|place)|security question(?: answer)?"
    rf"|mother['’]?s['’]? maiden name)[ ]?(?:is|was"
    rf"|[:=])"
    r"[ ]{1,3}[\"'“]?(?P<value>[^\W\d_][\w'’-]{2,30})",
    re.IGNORECASE,
)


def _with_next(text: str, match: re.Match[str]) -> Iterator[tuple[int, int]]:
    yield match.span("value")
    after = _NEXT.match(text, match.end("value"))
    if after and len(after["value"]) == len(match["value"]):
        yield after.span("value")


def _listed_before(text: str, at: int, length: int) -> Iterator[tuple[int, int]]:
    """ "4321, 1234 and 9999 as my PIN": the others."""
    for _ in range(_MOST_LISTED):
        earlier = _EARLIER.search(text, max(0, at - 2 * length - 6), at)
        if not earlier or len(earlier["value"]) != length:
            return
        yield earlier.span("value")
        at = earlier.start()


def _before(text: str, is_code: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    for match in gated({_BEFORE: "pin pas pw ps p/ p- puk"}, text):
        lead = match["lead"].strip().lower()
        is_reason = match["because"] and match["goes_on"]
        if lead in _NO_LEAD or is_reason or match["goes_on"] or (lead != "use" and is_code(match["value"])):
            continue
        yield from _listed_before(text, match.start("value"), len(match["value"]))
        yield from _with_next(text, match)


def _of_the_sentence(text: str) -> Iterator[tuple[int, int]]:
    """What the rest of a sentence tells to be one."""
    for match in gated({_FAR: "pass pw pin"}, text):
        before = text[max(0, match.start() - _FURTHEST) : match.start()]
        said = [*_SAYS_PIN.finditer(before)]
        if said and not _NO_PIN_AFTER.search(before, said[-1].end()):
            yield match.span("value")
    for match in gated({_FROM_TO: "from"}, text):
        if _SAYS_PIN.search(text, max(0, match.start() - _NEAR), match.end() + _NEAR):
            yield match.span("value")
            yield match.span("new")
    for match in gated({_SHAPED: "# ! @ $ £ % & * ?"}, text):
        if _LETS_IN.search(text, max(0, match.start() - _NEAR), match.end() + _NEAR):
            yield match.span("value")
    for match in gated({_ONCE: "otp code key"}, text):
        if match["value"] or any(map(str.isdecimal, match["mixed"])):
            yield match.span("value" if match["value"] else "mixed")
    for match in gated({_MY_CODE: "code", _PUT_IN: "in on"}, text):
        yield match.span("value")


def _is_of_a_screen(text: str, match: re.Match[str]) -> bool:
    return bool(_OF_A_SCREEN.search(text, max(0, match.start() - _LONGEST_SCREEN), match.start()))


def find(text: str, *, is_code: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Where each begins and ends."""
    for match in gated(
        {
            _AFTER: "p",
            _CLAUSE: "pass pw pin code",
            _CODE_OF_CARD: "code card digit",
            _TO_TRY: "card log in",
        },
        text,
    ):
        if not _is_of_a_screen(text, match):
            yield from _with_next(text, match)
    yield from _of_the_sentence(text)
    yield from _before(text, is_code)
    for match in gated({_SECRET_WORD: "memor secret security maiden"}, text):
        if not says_of_passwords(match["value"]):
            yield match.span("value")
    mixed = {
        _MIXED: "pas pw ps p/ p-",
        _CLAUSE_MIXED: "pass pw",
        _MADE_IT: "to as",
        _PAIR: "log user cred",
        _BEHIND: "pas pw p/ p-",
    }
    for match in gated(mixed, text):
        value = match["value"].rstrip(_ENDS_OF_SENTENCE)
        if (is_mixed_password(value) or match.re is _MADE_IT) and not is_code(value):
            yield match.start("value"), match.start("value") + len(value)
