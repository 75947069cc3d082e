"""Passcodes and passwords told by what was done with them: typed, refused, always used, or what a card is set to. Pure.

No word for a passcode need stand beside them: "entered 551839 and it says incorrect", "it wont take Tiger2020".
"""

import re
from collections.abc import Callable, Iterator

from kb.privacy.gates import gated, gates, may_hold_figures
from kb.privacy.name_words import DEVICES, NEVER_FIRST, THINGS, words_of
from kb.privacy.nhs_numbers import ALONE, ENDS, FIGURE
from kb.privacy.passcode_forms import NO_MORE, PIN
from kb.privacy.plain_passwords import is_mixed_password, says_of_passwords

_TYPING = (
    r"(?:typ(?:e|ed|ing|es)|enter(?:ed|ing|s)?|put(?:ting|s)?(?:[ ]in)?|us(?:e|ed|ing|es)|tr(?:y|ied|ying|ies)"
    r"|key(?:ed|ing)?(?:[ ]in)?|press(?:ed)?|tap(?:ped)?(?:[ ]in)?|input(?:ted)?"
    r"|(?:log|sign)(?:ged|ging|ed|ing)?[ -]?(?:in|on)[ ](?:with|using|w/))"
)
_OF_MINE = r"(?:(?:in|it|with|my|the|his|her|our|usual|normal|old|new|same|as|always|number|code|like|again)[ ]){0,3}"
# No year: a program is called by it. Nor an error of Windows, without its sign.
_DIGITS = (
    r"(?:(?!(?:19|20)\d\d(?!\d)|80(?:07|09|10)\d{4}(?!\d))\d{4,8}|\d{3}[ ]\d{3}|\d\d[ ]\d\d|\d(?:[ ]\d){3,7}"
    rf"|{FIGURE}(?:,?[ -]{{1,2}}{FIGURE}){{3,7}})"
)
# Letters with figures or a sign behind or among them: no word is written so, but things have numbers.
_THINGS = (
    r"(?!(?:win|windows|office|server|version|edge|chrome|firefox|safari|port|error|err|code|event|ward|room|bay|bed"
    r"|desk|user|site|series|level|laptop|reader|agent|band|step|page|team|ticket|trust|build|case|call|form|line|ext"
    r"|phone|bleep|slot|usb|com|kb|entry|floor|unit|omnikey|yubikey|pc|card|printer|screen|tablet|ipad|iphone|galaxy"
    r"|pixel|surface|latitude|optiplex|thinkpad|elitebook|router|switch|host|node|class|type|tier|phase|stage|batch)"
    r"s?[\W_]?\d)"
)
_WORD = (
    rf"(?:{_THINGS}[^\W\d_]{{3,20}}(?:\d{{1,4}}[!?$£%&*#]?|[!@#$£%&*?+=~_]\d{{1,4}}|[!@#$£%&*+=~]\w{{1,16}})"
    r"|(?=[^\s]{0,30}\d)(?=[^\s]{0,30}(?-i:[a-z]))(?=[^\s]{0,30}(?-i:[A-Z]))[^\W_](?:[\w!@#$£%&*?+=~^.-]){5,29})"
    r"(?<![.?])(?![\w@/\\-]|[.:]\w)"
)
_VALUE = rf"[\"'“‘(]?(?P<value>{_DIGITS}{NO_MORE}|{_WORD})[\"'”’)]?"
_NOT = r"(?:not|won['’]?t|will[ ]not|wouldn['’]?t|doesn['’]?t|does[ ]not|didn['’]?t|did[ ]not|isn['’]?t|never)"
# What may stand behind figures that were typed; behind "tried 1603 fixes" stands a thing.
_NO_THING = (
    r"[ ]{0,2}(?:[,.;:(–-]|\Z|[ ]?(?:and|but|it|its|it['’]s|then|says?|said|still|no|not|twice|again|several|many|which"
    r"|wrong|like|as|every|all|in|into|on|at|for|now|incorrect|invalid|gets?|got|is|was|won['’]?t|doesn['’]?t"
    r"|didn['’]?t|isn['’]?t|blocked|locked|rejected|refused|denied|also|red|i|when|first|two|three|\d[ ]?(?:x|times)"
    r"|the|nothing|from|just|keeps?|so|because|cos|to|too|yesterday|today|last|this)\b)"
)
_REFUSED = (
    r"(?:wrong|incorrect|invalid|rejected|refused|denied|blocked|locked|not[ ](?:right|recognised|valid|accepted)"
    rf"|{_NOT}[ ](?:be[ ])?(?:accept(?:ed)?|take|taken|go[ ]in|recognised?|let[ ]me|log[ ]me|get[ ]me)"
    r"|(?:attempts?|tries|goes)[ ](?:left|remain)|no[ ](?:luck|joy|good|match)|red[ ](?:light|cross)|try[ ]again"
    rf"|says[ ]no|nothing[ ]happen(?:s|ed)|{_NOT}[ ](?:work(?:ing)?|do[ ]anything|let)|no[ ]use|fail(?:s|ed)?|nowhere"
    r"|too[ ](?:weak|short|simple|easy)|weak|(?:always|been|worked)[ ](?:work(?:s|ed)|fine|ok)|stopped[ ]working"
    r"|worked[ ](?:before|yesterday|till|until)|kicks?[ ]me|locks|times[ ]out)"
)
# Of an error the figures are told, and not typed; of a search they are typed, and are a code.
_NO_ERROR = (
    r"(?!(?:[^.;!?\n]{0,80}\b)?(?:errors?|err|version|build|room|ext|extension|phone|ring|bleep|tickets?|search(?:ed)?"
    r"|port|call(?:ed)?|fix(?:es)?|users?)\b)"
)
_ALWAYS = (
    r"(?:like|as)[ ](?:always|usual|normal|i[ ]always)|every[ ](?:time|day)|all[ ](?:the[ ]time|day|night|week|morning)"
    r"|for[ ](?:years|ages|weeks|months)"
)
# "Entered 551839, says incorrect", "typed 7 7 1 2 like always"
_TYPED = re.compile(
    rf"{ALONE}{_TYPING}[ ]{_OF_MINE}{_VALUE}(?={_NO_THING}){_NO_ERROR}"
    rf"(?=[^.;!?\n]{{0,80}}?(?:\b{_REFUSED}|{_ALWAYS}){ENDS})",
    re.IGNORECASE,
)
# "I used 556677, also tried 665577"
_ALSO = re.compile(
    rf"[ ,]{{1,3}}(?:(?:and|or|then|also|again|tried|used|entered|typed|even)[ ]){{1,3}}(?P<value>{_DIGITS}){NO_MORE}",
    re.IGNORECASE,
)
# "It wont take Tiger2020", "system doesn't accept 4471"
_TAKEN = re.compile(
    rf"{ALONE}{_NOT}[ ](?:take|accept|like|recogni[sz]e|allow|have|want)[ ]"
    rf"(?:(?:my|the|her|his|our|usual|old|new)[ ]){{0,2}}{_VALUE}"
    r"(?![ ](?:cards?|users?|people|readers?|as|version|calls?)\b)",
    re.IGNORECASE,
)
# "Why won't Spring26 work", "Tiger2020 not accepted": nothing else that is written so is accepted.
_WHY = re.compile(
    rf"{ALONE}why[ ](?:is|was|does|did|do|will|can|wo|would|has)(?:n['’]?t|[ ]not)?[ ](?:my[ ])?(?P<value>{_WORD})"
    r"(?=[ ](?:not[ ])?(?:be(?:ing)?|get(?:ting)?|go|work|fail|accepted|rejected|refused|wrong|right|let|log))",
    re.IGNORECASE,
)
_ACCEPTED = re.compile(
    rf"(?<![\w@.:/\\-])(?<!user )(?<!username )(?<!account )(?<!called )(?P<value>{_WORD})[\"'”’)]?,?[ ]"
    rf"(?:(?:is|was|gets?|got|been|has|just|now|still|being|keeps?)[ ]){{0,3}}(?:{_NOT}[ ](?:been[ ]|being[ ])?"
    r"(?:accepted|right|correct|taken|go[ ]in|going[ ]in)|rejected|refused|incorrect|denied)",
    re.IGNORECASE,
)
# "Mine is McFly1985", "I always use Monday01$", "reset me to Welcome1"
_MINE = re.compile(
    rf"{ALONE}(?:mine(?:['’]s|[ ]is|[ ]was)|(?:i|we|they)[ ](?:always|usually|normally|just)[ ]{_TYPING}"
    r"|(?:i|we)[ ](?:have|had|['’]ve)[ ]been[ ]using|gave[ ](?:me|us|her|him)"
    r"|(?:i[ ])?(?:chose|chosen|picked|made[ ]up)"
    r"|(?:set|made|have|had)[ ]mine[ ](?:as|to)|used[ ]to[ ](?:work|be)[ ](?:was|is)"
    r"|(?:sticky|label|post-?it|paper|note|letter)[ ](?:it[ ])?(?:says|reads|has)|filled[ ]in"
    r"|(?:(?:re)?set|chang(?:e|ed))[ ](?:me|her|him|us|mine|it"
    r"|(?:my|her|his|the)[ ](?:account|login|log[ ]?in|card|one|user))[ ](?:back[ ])?(?:to|as))"
    rf"[ ]{_VALUE}(?![ ]\d)",
    re.IGNORECASE,
)
# "4826 is what I always type", "0412 i use it every day"
_WHAT_I_USE = re.compile(
    rf"(?<![\w.:/#-]){_VALUE}[ ](?:(?:is|was|['’]s)[ ](?:what|the one)[ ])?"
    rf"(?:i|we)[ ](?:(?:always|usually|normally|just)[ ])?"
    rf"(?:use|type|press|put|enter|key[ ]in)d?{ENDS}(?![ ](?:to|the|a|an)\b)",
    re.IGNORECASE,
)
# "Passcode over the phone (6190)"
_IN_BRACKETS = re.compile(
    rf"{ALONE}{PIN}{ENDS}"
    r"(?![^.;\d\n]{0,50}\b(?:errors?|code|says?|shows?|message|screen|box|page|step|ticket|ref|ext)\b)"
    r"[ ][^\W\d_][^.;\d\n()]{1,50}\((?:it[ ](?:is|was)[ ]|(?:i[ ])?(?:used|use|think)[ ])?"
    rf"(?P<value>{_DIGITS})\)",
    re.IGNORECASE,
)
# "The last four digits are 4471 of my passcode"
_DIGITS_OF = re.compile(
    rf"{ALONE}(?:first|last)[ ](?:\w{{1,5}}[ ])?(?:digits?|numbers?|figures?|characters?|letters?)[ ]"
    rf"(?:(?:of|from|in)[ ](?:my|the|her|his)[ ]{PIN}[ ])?(?:is|are|was|were)[ ]"
    rf"(?P<value>{_DIGITS}|\w{{1,4}}\d\w{{0,4}}){ENDS}",
    re.IGNORECASE,
)
_OF_PIN = re.compile(rf"{ALONE}(?:of|from|in)[ ](?:my|the|her|his|our)[ ](?:\w{{3,12}}[ ])?{PIN}{ENDS}", re.IGNORECASE)
# "Hers (3019)", "the six digit thing was 550 913", "you texted me 771204"
_HERS = re.compile(
    rf"{ALONE}(?:(?:mine|hers|his|theirs|ours)[ ]?\((?P<value>{_DIGITS})\)"
    r"|(?:[468]|four|six|eight)[ -]?(?:digits?|figures?)[ ](?:\w{2,8}[ ]){0,2}(?:is|was|i[ ]got|they[ ]sent)[ ]"
    rf"(?P<digits>{_DIGITS}){ENDS}"
    r"|(?:texted|messaged|emailed|sent|gave)[ ](?:me|us)[ ](?:(?:the|a)[ ])?(?:code[ ]|number[ ])?"
    rf"(?P<sent>\d{{6}}|\d{{3}}[ ]\d{{3}}){ENDS})"
    r"(?![:/.-]\d)",
    re.IGNORECASE,
)
# "Code 829134 came by text", "authenticator gives 337 905", "security code 7719 wrong", "unlock code 55219087"
_ONCE = (
    r"(?:security|verification|unlock(?:ing)?|one[ -]?time|otp|2fa|mfa|two[ -]?(?:step|factor)|sms|text(?:ed)?"
    r"|log[ -]?[io]n|sign[ -]?in|authenticator|recovery|back[ -]?up|activation|reset)"
)
_CODES = r"(?:(?:pass)?(?:codes?|numbers?|keys?))"
_IN_BETWEEN = (
    r"(?:[ ]?[:,=(-]|[ ](?:is|was|of|i|we|she|he|they|got|get|gets|entered|enter|typed|put|in|used|use|for|my|me|the"
    r"|it|this|given|gave|gives|shows|sent|said|says|came|comes|by|from|text|app|with|as|number|code|new|ra|desk)\b)"
    r"{0,6}"
)
_SENT = re.compile(
    rf"{ALONE}(?:(?<!error )(?<!err )code[ ](?P<sent>\d{{6}}|\d{{3}}[ ]\d{{3}})[ ]"
    r"(?:(?:which|that|it|just|has|was|is)[ ]){0,2}"
    r"(?:came|sent|arrived|received|texted|emailed|expired|by[ ]text|from[ ](?:the[ ])?(?:text|app|authenticator))"
    rf"|{_ONCE}(?:[ -](?:in|app|step|time))?[ -]?{_CODES}{_IN_BETWEEN}[ ]?"
    r"(?P<value>\d{6}|\d{3}[ ]\d{3}|\d{4}(?:-?\d{4})?)"
    r"|authenticator(?:[ ]app)?[ ](?:gives|gave|says|shows|showed|said|has)(?:[ ](?:me|us))?[ ]"
    r"(?P<given>\d{6}|\d{3}[ ]\d{3}))"
    rf"{ENDS}(?![:/.-]\d|[ ](?:digits?|users?|minutes|times))",
    re.IGNORECASE,
)
# "Secret answer Mrs Tiggywinkle not accepted"
_ANSWER = re.compile(
    rf"{ALONE}(?:memorable|secret|security)[ ](?:word|answer|name|place|phrase|question[ ]answer)s?"
    rf"(?:[ ]?[:=]|[ ](?:is|was|are))?[ ][\"'“]?(?P<value>(?!(?:{_NOT}|was|is|has|are)\b)[^\W\d_][\w'’-]{{1,30}}"
    rf"(?:[ ](?!{_NOT}|is\b|was\b)[^\W\d_][\w'’-]{{1,30}}){{0,3}})[\"'”]?"
    rf"(?=,?[ ](?:(?:is|was|gets|got)[ ])?(?:{_REFUSED}|{_NOT}[ ]work))",
    re.IGNORECASE,
)
_DAYS = words_of("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december
""")
_MAKERS = words_of("""
    dell hp lenovo cherry apple samsung google huawei android ios macos iphone ipad ipados vodafone teams onedrive
    sharepoint
""")
_CALLED_SO = (THINGS | DEVICES | NEVER_FIRST | _MAKERS) - _DAYS
_SIGN_INSIDE = re.compile(r"[^\W\d_][!@#$£%&*+=~]\w")
_NEAR = 60
_MOST_ALSO = 4

_FIGURED = gates({
    _TYPED: "log sign typ enter put use using try tri key press tap",
    _TAKEN: "take accept like recogni allow have want",
    _MINE: "mine always usual normal just been set chang chose pick made used stick label post paper note letter fill"
    " gave",
    _IN_BRACKETS: "(", _WHAT_I_USE: " i  we ",
    _WHY: "why", _ACCEPTED: "not won n't doesnt didnt isnt never reject refus incorrect denied",
})  # fmt: skip
_DIGITS_TOLD = gates({_DIGITS_OF: "digit number figure character letter"})
_OWN = gates({_HERS: "( digit figure text messag mail sent gave", _SENT: "code number key authenticator"})
_ANSWERS = gates({_ANSWER: "memor secret security"})


def _also(text: str, match: re.Match[str]) -> Iterator[tuple[int, int]]:
    at = match.end("value")
    for _ in range(_MOST_ALSO):
        more = _ALSO.match(text, at)
        if not more:
            return
        yield more.span("value")
        at = more.end()


def _is_thing(value: str) -> bool:
    """Outlook2016 and Dell5420 are called so."""
    letters = re.match(r"[^\W\d_]*", value)
    return letters is not None and letters[0].lower() in _CALLED_SO and value[-1].isdecimal()


def _is_typed(value: str, is_code: Callable[[str], bool]) -> bool:
    is_word = any(map(str.isalpha, value)) and any(map(str.isdecimal, value))
    return not (is_code(value) or (is_word and (not is_mixed_password(value) or _is_thing(value))))


def find(text: str, *, is_code: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Where each begins and ends. What is a code may have been typed into a search."""
    if may_hold_figures(text) or _SIGN_INSIDE.search(text):
        yield from _typed(text, is_code)
    for match in gated(_ANSWERS, text):
        if not says_of_passwords(match["value"].partition(" ")[0]):
            yield match.span("value")


def _typed(text: str, is_code: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    for match in gated(_FIGURED, text):
        if _is_typed(match["value"], is_code):
            yield match.span("value")
            if match.re is _TYPED:
                yield from _also(text, match)
    for match in gated(_OWN, text):
        name = match.lastgroup or "value"
        if not is_code(match[name]):
            yield match.span(name)
    for match in gated(_DIGITS_TOLD, text):
        if _OF_PIN.search(text, match.start(), match.end() + _NEAR):
            yield match.span("value")
