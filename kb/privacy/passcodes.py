"""Passcodes, PINs and passwords that a text gives away: figures, figures in words, and passwords with letters. Pure."""

import re
from collections.abc import Callable, Iterator

from kb.privacy import passcode_sentences
from kb.privacy.gates import gated, gates, may_hold_figures
from kb.privacy.name_words import words_of
from kb.privacy.nhs_numbers import ALONE, ENDS, FIGURE
from kb.privacy.passcode_forms import CODE_WORD, FIGURES, NO_MORE, PIN, WORD_FOR_IT
from kb.privacy.plain_passwords import is_mixed_password, says_of_passwords

# What may stand between the word and the value: "passcode which I have always used is 4829".
_FILLER = (
    r"(?:(?:needs?|ought) to be|(?:has|have|should|would|could|might|must) be(?:en)?|be|being|am|i['’]?m|entering|ok"
    r"|(?:staff|payroll|employee|assignment|car|door|locker) (?:number|no|num|code)|same as|bank one"
    r"|phone one|debit card|house"
    r"|(?:on|in) (?:(?:the|my) )?(?:sticker|letter|paper|note|sheet|slip|envelope|post-?it|text)(?:[ ](?:says|reads))?"
    r"|(?:re)?set to|changed? (?:it )?to|changed? from|from(?=[ ][^\s]{4,30}[ ]to\b)|made it"
    r"|(?:birth )?year|which|that|is|was|of|as|to|now"
    r"|sent|by (?:text|sms|e-?mail|post|phone)|back|know|remember|still|currently|always|last"
    r"|um+|er+m?|uh|just|i|we|she|he|they|you|birthday|anniversary|house number"
    r"|use|uses|used|have|had|has|set|chose|chosen|picked|made|created|typed|type|typing|entered"
    r"|enter|put in|put|tried|try|gave|been|it|my|the|new|old|both|both are|are|ra|agent|sponsor|colleague|manager"
    r"|desk|given|issued|told|me|us|by|with"
    r"|(?:four|six|eight|[4-8])[ -]?(?:digits?|figures?)(?=[,:])"
    r"|for (?:my|the|this|her|his) (?:smart ?card|card|laptop|account|login|pc)(?=[,):]| is| was| \())\b"
)
_BETWEEN = (
    rf"(?:['’]s\b|[\"'’)])?(?:[ \t]{{0,3}}(?:[:=#.(\[,–\"'>→<*|;-]|{_FILLER})){{0,8}}(?:(?<=[:=])\s{{0,3}}"
    rf"|[ \t]{{0,3}})[\"'“(]?"
)
_AFTER = re.compile(
    rf"{ALONE}(?:{PIN}{ENDS}|pin(?=\d{{4}}(?!\w))){_BETWEEN}(?P<value>{FIGURES}){NO_MORE}", re.IGNORECASE
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
    rf"|default|first|initial)[ \t]{{1,2}}){{0,3}}{PIN}{ENDS}"
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
    rf"{ALONE}(?:{PIN}|(?<!error )code(?=[ ](?:that |which )?(?:i|we|she|he"
    rf"|(?:the |my )?(?:ra |sponsor|agent|colleague|manager))\b)){ENDS}"
    r"[ ](?![^.,;\n\d]{0,40}(?:error|code|says|shows|message|build|version|expir|reset on|changed on))"
    r"[^.,;:\d\n]{1,40}?(?:[ ](?:is|was|to)|:)[ ]"
)
_CLAUSE = re.compile(rf"{_TOLD_OF}(?P<value>{FIGURES}){NO_MORE}", re.IGNORECASE)
_CLAUSE_MIXED = re.compile(rf"{_TOLD_OF}(?P<value>[^\s\"'“”()\[\],;]{{5,64}})", re.IGNORECASE)
_CODE_OF_CARD = re.compile(
    rf"(?:{ALONE}(?:smart ?card|unlock|unlocking|log ?[io]n|sign[ -]?in|security|access|my card(?:['’]s)?|authenticator"
    rf"|verification|backup|back[ -]up|recovery|one[ -]time|otp|sms|text(?:ed)?)[ _-]?code{ENDS}"
    rf"|{ALONE}(?:(?:re)?set|changed?)[ ](?:my|the|her|his)[ ]code{ENDS}"
    rf"|{ALONE}(?:four|six|eight|[468])[ -](?:digit|figure)[ ](?:code|number|pin){ENDS}"
    rf"(?:[ ](?:i|we)[ ](?:use|used|have|had|set|put|chose|typed?|enter(?:ed)?))?"
    rf"|{ALONE}my[ ](?:(?:old|new|own|current)[ ])?code(?=[ ](?:is|was)[ ](?:\d{{4}}|\d{{6}}|\d(?:[ ]\d){{3,7}}){ENDS})"
    rf"|{ALONE}(?:my|the)[ ](?:number|code)[ ](?:i[ ][^.,;:\d\n]{{1,20}}[ ])?(?:for|of|on)[ ]"
    rf"(?:my|the|this)[ ](?:smart ?card|card){ENDS}"
    rf"|(?<!error )(?<!err ){ALONE}code[ ](?:i (?:use|have|set) )?(?:for|of|on|to)[ ](?:my|the|this)[ ]"
    rf"(?:smart ?card|card|account){ENDS})"
    rf"[\"'’)]?(?:[ \t]{{0,3}}(?:[:=(\"'–-]|(?:it['’]s|it is|is|was|now|set to|to)\b"
    rf"|(?<=code)(?=[ ](?:\d{{3}}[ ]?\d{{3}}|\d{{4}}[ ]?\d{{4}}){ENDS}))){{1,4}}[ \t]{{0,3}}[\"'“(]?"
    rf"(?P<value>\d{{4,8}}|\d\d(?:[ -]\d\d){{1,3}}|\d{{3}} \d{{3}}|\d{{4}} \d{{4}}(?! \d{{4}})"
    rf"|\d(?: \d){{3,7}}){NO_MORE}",
    re.IGNORECASE,
)
# "passcode Tiger22", and no "PIN ward12" or "pin PC20481".
_NAMED = (
    r"(?:(?:that|which|i|we|is|was|used?|using|tried|typed|set|to|as)[ ]){0,3}"
    r"(?!(?:win|windows|office|server|edge|chrome|port|error|code|event|ward|room|bay|bed|desk|user|site|card|level|laptop|reader|agent|band|step|page|team|ticket|trust"
    r"|build|version|case|call|form|line|ext|phone|bleep|pin|pad|box|screen|slot|usb|com|field|digit|kb|entry)s?\d)"
    r"(?-i:[A-Za-z][a-z]{2,20})\d{2,4}[!?]?(?![\w.:/-])"
)
_WORD = (
    rf"(?:{WORD_FOR_IT}"
    rf"|(?:{CODE_WORD}|pins?)(?=[ ]{{0,2}}[:=]|[ ](?:is|was)[ ]|[ ]{_NAMED})"
    r"|pass(?=[:=])|(?<=[^\W_] )pass(?=[:= ]{1,3}(?:is |was )?[^\s]{0,40}[\d!@#$£%*]))"
)
_MIXED = re.compile(
    rf"{ALONE}{_WORD}{ENDS}"
    rf"(?:[\"'’)]?(?:[ \t]{{0,3}}(?:[:=(\[–\"'“-]|{_FILLER})){{0,8}}(?:(?<=[:=])\s{{0,3}}|[ \t]{{0,3}}))"
    r"(?P<value>(?<=[\"'“])[^\s\"'”][^\"'”\n]{2,60}(?=[\"'”])|[^\s\"'“”()\[\],;]{5,64})",
    re.IGNORECASE,
)
# "Password same as before, Tigger07".
_BEHIND = re.compile(
    rf"{ALONE}(?:{WORD_FOR_IT}){ENDS}[^.;!?\n]{{0,60}}?[ ,:(]"
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
    rf"{ALONE}(?:log[ -]?[io]n|credentials|creds|user(?:[ ]?name|[ ]?id)?)(?:[ ]details)?(?:[ ]as[ ]me)?"
    r"(?:(?:[ ](?:is|with|as|using)|:)?[ ][\w.-]{2,30}[ ]?/[ ]?"
    r"|[ ](?:with|as|using)[ ][\w.-]{2,30},?[ ](?:and|with)[ ]"
    rf"(?!ward|room|bay|bed|error|event|code)(?={_WORD_WITH_FIGURES}))"
    r"(?P<value>[^\s\"'“”()\[\],;/]{6,64})",
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
_SECRET_WORD = re.compile(
    rf"{ALONE}(?:(?:memorable|secret|security)[ ](?:word|answer|name|place)s?|security question(?: answer)?"
    rf"|mother['’]?s['’]? maiden name)[ ]?(?:is|are|was"
    rf"|[:=])"
    r"[ ]{1,3}[\"'“]?(?P<value>[^\W\d_][\w'’-]{2,30})",
    re.IGNORECASE,
)

_BEFORE_PIN = gates({_BEFORE: "pin pas pw ps p/ p- puk"})
_IN_FIGURES = gates({
    _AFTER: "p", _CLAUSE: "pass pw pin code", _CODE_OF_CARD: "code card digit", _TO_TRY: "card log in",
})  # fmt: skip
_SECRET_WORDS = gates({_SECRET_WORD: "memor secret security maiden"})
_IN_LETTERS = gates({
    _MIXED: "pas pw ps p/ p- pin p@ p4", _CLAUSE_MIXED: "pass pw", _MADE_IT: "to as", _PAIR: "log user cred",
    _BEHIND: "pas pw p/ p-",
})  # fmt: skip


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
    for match in gated(_BEFORE_PIN, text):
        lead = match["lead"].strip().lower()
        is_reason = match["because"] and match["goes_on"]
        if lead in _NO_LEAD or is_reason or match["goes_on"] or (lead != "use" and is_code(match["value"])):
            continue
        yield from _listed_before(text, match.start("value"), len(match["value"]))
        yield from _with_next(text, match)


def _is_of_a_screen(text: str, match: re.Match[str]) -> bool:
    return bool(_OF_A_SCREEN.search(text, max(0, match.start() - _LONGEST_SCREEN), match.start()))


def find(text: str, *, is_code: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Where each begins and ends."""
    if may_hold_figures(text):
        for match in gated(_IN_FIGURES, text):
            if not _is_of_a_screen(text, match):
                yield from _with_next(text, match)
        yield from passcode_sentences.find(text)
        yield from _before(text, is_code)
    for match in gated(_SECRET_WORDS, text):
        if not says_of_passwords(match["value"]):
            yield match.span("value")
    for match in gated(_IN_LETTERS, text):
        value = match["value"].rstrip(_ENDS_OF_SENTENCE)
        if (is_mixed_password(value) or match.re is _MADE_IT) and not is_code(value):
            yield match.start("value"), match.start("value") + len(value)
