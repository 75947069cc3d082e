"""What tells who a patient is, beside the name: birth, age, a hospital's number, an address. Pure."""

import re
from collections.abc import Iterator

from kb.privacy.gates import gated, gates, may_hold_figures
from kb.privacy.nhs_numbers import ALONE, ENDS, FIGURE, NUMBER_WORD, SIGNS, is_of_tests

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_ORDINAL = (
    r"(?:(?:(?:twenty|thirty)[ -]?)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh"
    r"|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth)"
)
DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{_ORDINAL})(?: day)?(?: of)?"
_UNIT = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen)"
YEAR_SAID = (
    rf"(?:nineteen|twenty|two thousand(?: and)?|(?=(?:thir|for|fif|six|seven|eigh|nine)ty))"
    rf"(?:(?:[ -]|(?<![^\W_]))(?:oh|hundred|twenty|(?:thir|for|fif|six|seven|eigh"
    rf"|nine)ty|{_UNIT})){{1,2}}"
)
# "Two four eighty one", "the twelfth of the third nineteen sixty".
_NUMBER_SAID = (
    rf"(?:{_ORDINAL}|{_UNIT}|oh|zero|hundred|thousand|and|of the|twenty"
    r"|(?:thir|for|fif|six|seven|eigh|nine)ty)(?![^\W_])"
)
JOIN = r"[ ,./\-‐‑–]"
# Who else is cared for is called a client or a resident; so are programs and doctors, where no "'s" stands behind.
_WHOSE = r"(?:(?:client|resident|baby|child|mum|mother|lady|gentleman)['’]?s)"
PATIENT = (
    r"(?:(?:patient|pateint|patinet|patietn|paitent|patiant|pateient)s?|pts?|pxs?|pn?tn?ts?|pats?(?=['’]?s? name\b)"
    r"|service[ -]users?|s/u|svc[ -]users?|pat(?=\.[ ]|:))"
)

# --- Births --------------------------------------------------------------------------------------------------------

_DATE = (
    rf"(?:\d{{4}}{JOIN}\d{{1,2}}{JOIN}\d{{1,2}}|\d{{1,2}}[ ]?{JOIN}[ ]?\d{{1,2}}[ ]?{JOIN}[ ]?(?:\d{{4}}|\d{{2}})"
    rf"|\d{{8}}|\d{{6}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)[ ](?:of[ ](?:the[ ])?)?\d{{1,2}}(?:st|nd|rd|th)(?:[ ]of)?[ ](?:\d{{4}}|\d{{2}})"
    rf"|{DAY}{JOIN}{{0,2}}{MONTH}(?:{JOIN}{{0,2}}(?:\d{{4}}|\d{{2}}|{YEAR_SAID}))?"
    rf"|{MONTH}{JOIN}{{1,2}}(?:{DAY}{JOIN}{{1,2}})?\d{{4}}|(?:19|20)\d\d"
    rf"|{_NUMBER_SAID}(?:[ -]{_NUMBER_SAID}){{2,7}}|{YEAR_SAID})"
)
_OF_WHOM = (
    rf"(?:(?:the|this|my|his|her|their|a|{PATIENT}|child|baby|mother|mum|lady|gentleman|resident|client|girl|boy|man|woman)"
    r"\b)"
)
_BIRTH = re.compile(
    rf"{ALONE}(?:d[./]?[ ]?of?[./]?[ ]?b|y\.?o\.?b|b\.d\.?|bd(?=[ :]{{1,2}}\d{{1,2}}[/.-]\d{{1,2}}[/.-])"
    rf"|(?:dat?e?|dta?e|year|day|month)(?:[ _-]?of)?[ _-]?b[irth]{{3,5}}"
    r"|birth(?=[ :]{1,3}\d{1,2}[./-])|b-day"
    rf"|birth[ _-]?(?:date|day|year)|born|bday)"
    rf"(?![^\W\d_])[\"'’]?(?:\s{{0,3}}(?:[:=.(\[,–\"'-]|(?:is|was|of|on|in|as|says|shows|given|entered|shown|showing"
    rf"|i|we|she|he|used|use|enter|type|have|had|for (?:her|him)"
    rf"|yesterday|today|recorded|put|typed|down"
    rf"|(?:as )?per|according to|from|(?:(?:the|my|this) )?(?:form|letter|notes|passport|pds|spine|card|system))\b"
    rf"|{_OF_WHOM}"
    rf"|\(d{{1,2}}[ ./-]m{{1,3}}[ ./-]y{{2,4}}\)))"
    rf"{{0,5}}\s{{0,3}}(?P<value>{_DATE})(?:{ENDS}|(?=T\d))",
    re.IGNORECASE,
)
_BIRTHDAY = re.compile(
    rf"{ALONE}birthday(?:[ :]|is|on|the|['’]s){{1,6}}(?P<value>\d{{1,2}}[/.-]\d{{1,2}}(?:[/.-]\d{{2,4}})?){ENDS}",
    re.IGNORECASE,
)

# "b. 12/03/1931" and "db 1/2/1948": a year in which people who live were born, or these letters mean other things.
_SHORT_BIRTH = re.compile(
    rf"{ALONE}(?:b\.|db|d\.b|b)[ :-]{{1,3}}(?P<value>\d{{1,2}}[ ./-]\d{{1,2}}[ ./-]19[0-9]\d){ENDS}(?![./-]\d)",
    re.IGNORECASE,
)
# "(b. 1931)", ", b 1948": a year alone only where nothing else could be numbered so.
_YEAR_OF_BIRTH = re.compile(
    rf"(?:\A|[(,\n]|(?-i:[A-Z][a-z]{{2,20}}))[ ]?b(?:[.]|orn)?[ ]{{0,2}}(?P<value>19\d\d|200\d){ENDS}", re.IGNORECASE
)

# "(F, 06/09/1993)"
_SEX_AND_BIRTH = re.compile(
    r"(?<![\w.:/-])(?P<six>(?:[0-2]\d|3[01])(?:0\d|1[0-2])\d\d)(?=,?[ ](?:fe)?male\b)"
    r"|\((?:(?-i:[MF])|(?:fe)?male)[ ,/]{1,2}(?P<value>\d{1,2}(?P<sign>[./-])\d{1,2}(?P=sign)(?:19|20)\d\d)\)",
    re.IGNORECASE,
)

# --- Numbers -------------------------------------------------------------------------------------------------------

_OF_PATIENT = re.compile(
    rf"(?=[ps])(?<!\d )(?<!\d){ALONE}{PATIENT}(?:['’]s)?"
    rf"(?:(?:[ _-]?(?:hospital|record|case))?[ _-]?{NUMBER_WORD}{ENDS}{SIGNS}"
    rf"(?P<value>[A-Z]{{0,4}}-?\d{{3,12}})"
    rf"|(?<!s){SIGNS}(?P<bare>0\d{{2,4}}[ ]\d{{3,4}}[ ]?\d{{3,4}}|\d{{5,12}})){ENDS}",
    re.IGNORECASE,
)
# "Searched X3321908, chart not there", "casenotes W118273 won't open"
_OF_CHART = re.compile(
    rf"{ALONE}(?:(?P<before>(?!(?:inc|req|ritm|chg|prb|kb|task|ref|err|pc|wks|lap|dt|lt|ws|nb|id|sn|uk)\d)[A-Z]{{1,3}}\d{{5,8}})"
    rf"(?=[^.;!?\w\n]{{1,3}}(?:[a-z']{{2,8}}[ ]){{0,2}}(?:charts?|notes|case[ -]?notes?|(?:patient|pt)s?){ENDS})"
    rf"|(?:case[ -]?notes?|charts?|hosp(?:ital)?|pas|rio|epr|lorenzo|emis"
    rf"|(?:paper|medical)[ ](?:notes|records?))[ :#]{{1,2}}"
    rf"(?P<behind>[A-Z]{{0,3}}\d{{5,9}})){ENDS}",
    re.IGNORECASE,
)
_OF_HOSPITAL = re.compile(
    rf"{ALONE}(?:(?:m\.?r\.?n|crn|h/n|e?mpi|pid(?=[ :]{{1,2}}\d{{7}}))(?:[ ]{NUMBER_WORD})?"
    rf"|(?:hosp(?:ital)?\.?|pas|rio|emis|systmone|s1|lorenzo|cerner|epr"
    rf"|district|case[ -]?notes?"
    rf"|unit|paris|care ?notes|careflow|wrist[ -]?band|local|pacs|cris|(?<!ticket )(?<!incident )rec(?:ord)?s?"
    rf"|medway|meditech|oasis|episode|admission|attendance|encounter|accession|lab|sample|specimen|folder|x-?ray|radiology"
    rf"|(?:medical|health|hospital) records?|k)[ _-]{{0,2}}{NUMBER_WORD})(?:{ENDS}{SIGNS}|(?<=[mc]rn)(?=\d{{5}}))"
    rf"(?P<value>(?![ ]?0\d{{2,4}}[ ]?\d{{3}}|(?:inc|req|ritm|chg|prb|kb|task|ref)\d)"
    rf"(?:[A-Z]{{0,4}}|[A-Z]{{1,4}}\d{{1,2}})[ -]?\d{{4,12}}[A-Z]?"
    rf"|[A-Z]{{1,2}}[ ]?\d{{3}}[ ]\d{{3,4}}|\d\d[ ]\d\d[ ]\d{{2,4}}|\d{{3}}[ ]\d{{3,4}}|0\d{{4,8}}"
    rf"|\d\d[-/]\d{{4,8}}|\d\d[-/]\d\d[-/]\d\d|{FIGURE}(?:,?[ -]{{1,2}}{FIGURE}){{4,9}}){ENDS}",
    re.IGNORECASE,
)

# "Her number on the system is K12345": of a patient's own, if it is no telephone's and no card's.
_HER_NUMBER = re.compile(
    rf"{ALONE}(?:her|his|their|{PATIENT}(?:['’]s)?)[ ](?:(?!"
    rf"(?:mobile|mob|tele|phone|tel|contact|home|work|land|card|smart|staff"
    rf"|payroll|badge|employee|ticket|call|reference|ref|job|case|incident|uuid|asset|serial|gmc|nmc|hcpc|ext|bleep|fax)\w*\b)"
    rf"[a-z]{{2,12}}[ ]){{0,2}}{NUMBER_WORD}{ENDS}(?:[ ](?:in|on|from)[ ][a-z]{{2,12}})?{SIGNS}"
    rf"(?P<value>(?!0\d{{9,10}}|(?:inc|req|ritm|chg|prb|kb|task|ref)\d)[A-Z]{{0,3}}-?\d{{5,9}}(?:-?[A-Z])?){ENDS}",
    re.IGNORECASE,
)
_IS_NUMBER = re.compile(
    rf"{ALONE}(?P<value>[A-Z]{{0,4}}\d{{4,12}})[ ](?:is|was|as)[ ](?:(?:the|her|his|their|my|a|an)[ ])?"
    rf"(?:{PATIENT}(?:['’]s)?[ ])?"
    rf"(?:(?:hosp(?:ital)?|pas|unit|k|patient|pt|case[ -]?notes?|chi|nhs|wrist[ -]?band|record)"
    rf"[ ]{NUMBER_WORD}|mrn|crn){ENDS}",
    re.IGNORECASE,
)
_BELONGS = re.compile(
    rf"{ALONE}{NUMBER_WORD}[ ](?P<value>[A-Z]{{0,3}}\d{{4,12}})[ ](?:belongs[ ]to|is|was)[ ]"
    rf"(?:my|the|a|this|another)[ ]{PATIENT}{ENDS}",
    re.IGNORECASE,
)

# --- Addresses -----------------------------------------------------------------------------------------------------

POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]?[ ]?\d[A-Z]{2}(?![^\W_])"
# "Forty two" as well.
HOUSE_NUMBER = (
    r"(?:\d{1,4}[a-z]?|(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
    r"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen)(?![^\W_]))"
)
_STREET_KIND = (
    r"(?:street|st|road|rd|lane|ln|avenue|ave|close|drive|dr|way|court|ct|crescent|cres|terrace|place|square|gardens?"
    r"|grove|hill|park|row|walk|mews|view|rise|green|house|cottage|farm|flats?|side|end|bank|fold|brow|yard|wharf|quay)"
)
_WORD = r"[^\W\d_][\w'’.-]{0,24}"
_STREET = (
    rf"(?:flat|apartment|apt)[ ]\w{{1,4}},?[ ](?:{_WORD}[ ]){{1,3}}{_STREET_KIND}\b"
    rf"|(?:flat[ ]\w{{1,4}},?[ ])?{HOUSE_NUMBER},?[ ](?:{_WORD}[ ]){{1,3}}{_STREET_KIND}\b\.?"
    rf"|\d{{1,4}}[a-z]?,?(?:[ ]{_WORD}){{1,4}}(?=,?[ ]{POSTCODE})"
    rf"|\d{{1,4}}[a-z]?,?(?:[ ](?-i:[A-Z])[^\W\d_]{{2,24}}){{2,3}}"
    rf"|\d{{1,4}}[a-z]?,?[ ](?-i:[A-Z])[^\W\d_]{{2,24}}(?=,[ ]|[ ]{POSTCODE})"
    rf"|(?:the[ ]){_WORD}(?:[ ]{_WORD}){{0,2}}(?=,)"
)
_TOWN_WORD = r"(?-i:[A-Z])[^\W\d_](?:[^\W\d_]|['’.-]){0,24}(?!\w)"  # and no half of a postcode
_TOWN = rf"{_TOWN_WORD}(?:[ ]{_TOWN_WORD})?"
_PLACE = (
    rf"(?:(?:{_STREET})(?:,?[ ]{{1,2}}(?:{POSTCODE}|(?<=,[ ]){_TOWN})){{0,4}}"
    rf"(?:(?:,?[ ]{_WORD}){{1,2}}[ ]{POSTCODE})?|{POSTCODE})"
)
_ROAD = rf"(?-i:[A-Z]){_WORD}(?:[ ](?-i:[A-Z]){_WORD})?[ ](?-i:(?=[A-Z])){_STREET_KIND}\b"
_HOME = re.compile(
    rf"{ALONE}(?:(?:{PATIENT}(?:['’]s)?|{_WHOSE}|his|her|their|home)[ ](?:home[ ])?(?:(?:addr(?:ess)?"
    rf"|post[ ]?code)(?:[ ](?:of|for)[ ](?:(?:the|this|my)[ ])?{PATIENT})?|house|home|flat|bungalow)"
    rf"|(?:address|post[ ]?code)[ ](?:of|for)[ ](?:(?:the|this|my)[ ])?{PATIENT}"
    rf"|{PATIENT}(?<!s)[ ](?:at|of(?=[ ]\d{{1,4}}[a-z]?,?[ ](?-i:[A-Z])))"
    rf"|(?<!practice )(?<!our )(?<!site )(?<!surgery )(?:address|post[ ]?code)[ ](?:on|in)[ ]"
    rf"(?:(?:the|this|her|his|their)[ ])?(?:record|notes|file|pds|spine|scr)"
    rf"|(?<!site )visit(?:ing|s)?[ ](?:(?:due|today|tomorrow)[ ])?(?:at|to|in)"
    rf"|(?:he|she)(?:['’]s|[ ](?:is|was))[ ](?:now[ ])?at(?=[ ]\d)"
    rf"|(?:{PATIENT}|he|she|they|who)(?:['’]s|['’]ve|[ ]who)?[ ](?:lives?|living|resides?|(?:has[ ])?moved[ ]to)"
    rf"(?:[ ](?:at|in|on))?"
    rf"|lives(?:[ ]at)?(?=[ ]\d)|(?:(?<=\A)|(?<=[.,\n]))lives[ ]at"
    rf"|(?:has|had|shows?|puts|lists|got)[ ](?:her|him|them|{PATIENT})[ ](?:as[ ]|still[ ])?(?:at|in)"
    rf"|(?<!our )(?:old|new|previous|current)[ ]address(?=[ :]{{1,2}}\d)"
    rf"|(?<!our )(?:updat\w{{1,3}}|chang\w{{1,3}}|amend\w{{0,3}}|edit\w{{0,3}}|correct\w{{0,3}})"
    rf"[ ](?:(?:the|her|his|their|a)[ ])?"
    rf"(?:home[ ])?addr(?:ess)?(?:[ ]to)?(?=[ :]{{1,2}}\d)"
    rf"|address[ ](?:showing|shown|recorded|given|held)[ ]for[ ](?:the|this|my)[ ]{PATIENT}){ENDS}"
    rf"(?:['’]s\b|[\"'’])?(?:\s{{0,3}}(?:[:=(\[,–\"'-]|(?:is|was|at|to)\b)){{0,3}}\s{{0,3}}"
    rf"(?P<value>{_PLACE}|{_ROAD}(?:,[ ](?:{_ROAD}|{_TOWN})){{0,2}})",
    re.IGNORECASE,
)
_POSTCODE_OF = re.compile(
    rf"{ALONE}(?P<value>{POSTCODE})[ ](?:is|was|as)[ ](?:(?:the|this|my)[ ])?(?:{PATIENT}['’]?s?|her|his|their)[ ]"
    rf"(?:home[ ])?post[ ]?code{ENDS}",
    re.IGNORECASE,
)
# What a form calls so, where the sentence speaks of somebody who is looked for.
_ADDRESS = re.compile(
    rf"(?<!email )(?<!ip )(?<!mac )(?<!our )(?<!my )(?<!practice )(?<!site ){ALONE}"
    rf"(?:(?:address|lives at|living at)[ ]?[:=]|post[ ]?code[ ]?(?:[:=]|is|was)?)[ ]{{0,3}}(?P<value>{_PLACE})",
    re.IGNORECASE,
)
# A postcode in capitals, where the sentence speaks of a patient and of no site.
_BARE = re.compile(rf"{ALONE}(?P<value>(?-i:[A-Z]{{1,2}}\d[A-Z\d]?[ ]\d(?!ST|ND|RD|TH)[A-Z]{{2}})){ENDS}")
_OF_A_SITE = re.compile(
    rf"{ALONE}(?:our|we|i am|i['’]?m|come|practice|site|surgery|branch|hospital|centre|clinic|pharmacy|chemist|based)"
    r"(?![^\W_])[^.;\n]*\Z",
    re.IGNORECASE,
)
# "18 Mill Lane, Otley" before it, or "18 Mill Lane" behind it, is the same address.
_BEFORE_IT = re.compile(rf"{ALONE}(?:{_STREET})(?:,?[ ]{{1,2}}{_TOWN})?,?[ ]{{1,2}}\Z", re.IGNORECASE)
_BEHIND_IT = re.compile(rf",?[ ]{{1,2}}(?:{_STREET})(?=[ ,.;]|\Z)", re.IGNORECASE)
_INSURED = re.compile(
    rf"{ALONE}(?:ni|nino|national insurance)(?:[ ]{NUMBER_WORD})?[ ]?(?:[:=]|is|was)?[ ]{{0,3}}"
    rf"(?P<value>[A-Z]{{2}}[ ]?\d\d[ ]?\d\d[ ]?\d\d[ ]?[A-D]){ENDS}",
    re.IGNORECASE,
)
_TRACING = rf"{ALONE}(?:{PATIENT}|trac(?:e|ed|ing)|(?:sur|fore)name|dob|date of birth|pds|search(?:ed|es|ing)?){ENDS}"
_SAYS_TRACE = re.compile(rf"{_TRACING}[^.;\n]*\Z", re.IGNORECASE)
_SAYS_TRACE_AFTER = re.compile(rf"[^.;\n]{{0,60}}?(?:{_TRACING})", re.IGNORECASE)
_SAYS_HER = re.compile(rf"{ALONE}(?:her|him|his|she|he){ENDS}[^.;\n]*\Z", re.IGNORECASE)
_TITLED_AT = re.compile(
    rf"{ALONE}(?P<value>(?:mr|mrs|ms|miss|master)\.?[ ](?:{_WORD}[ ]){{1,2}}(?:of|at|who lives at|living at)[ ]"
    r"(?!the[ ](?:\w{1,12}[ ])?(?:ra|it|hr|desk|office|team|trust|surgery|practice|pharmacy|ward|hospital|clinic"
    r"|reception|agency|council|bank)\b)"
    rf"{_PLACE})(?![ ](?:surgery|practice|clinic|pharmacy|health))",
    re.IGNORECASE,
)
_REACHED = re.compile(
    rf"{ALONE}(?:{PATIENT}(?:['’]s)?|{_WHOSE}|nok(?:['’]s)?|next[ ]of[ ]kin(?:['’]s)?)[ ](?:(?:home|contact)[ ])?(?:"
    r"(?:(?:(?:mobile|mob|(?:tele)?phone|tel|contact|landline)(?:[ ](?:number|no|num))?|number|no)(?:[ ]is|[ ]was)?"
    r"|(?:text|sms|appointment|appt)s?(?:[ ][a-z]{2,12}){0,4}[ ](?:to|on)"
    r"|(?:back[ ])?on)[ .:=]{1,3}"
    r"(?P<phone>(?:\+44[ ]?|0)\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4})"
    r"|e-?mail(?:[ ]address)?(?:[ ]is|[ ]was)?[ :=]{1,3}(?P<mail>[\w.+%'-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6}))",
    re.IGNORECASE,
)
_NEAR = 160


# Of these a figure is part; the others may be names of houses and roads.
_BY_NUMBER = gates({
    _BIRTH: "b", _BIRTHDAY: "birthday", _OF_HOSPITAL: "n id ref mrn crn mpi pid", _IS_NUMBER: "is was as",
    _HER_NUMBER: "her his their pat pt px", _SHORT_BIRTH: "19", _YEAR_OF_BIRTH: "19 200", _POSTCODE_OF: "code",
    _INSURED: "ni", _BELONGS: "patient pt px",
})  # fmt: skip
_BY_WORD = gates({
    _HOME: "addr code house home flat bung liv resid at", _TITLED_AT: "mr ms miss mast",
})  # fmt: skip
_ON_CHARTS = gates({_OF_CHART: "chart notes patient pt hosp record casenote case-note pas rio epr lorenzo emis"})
_WITH_SEX = gates({_SEX_AND_BIRTH: "(f (m male"})
_TO_REACH = gates({_REACHED: "mail phone tel mob contact landline number no on"})
_IN_A_BOX = gates({_ADDRESS: "address code lives living"})


def _numbered(text: str) -> Iterator[tuple[int, int]]:
    for match in gated(_WITH_SEX, text):
        yield match.span("six" if match["six"] else "value")
    for match in gated(_ON_CHARTS, text):
        yield match.span("before" if match["before"] else "behind")
    for match in _OF_PATIENT.finditer(text):
        name = "value" if match["value"] else "bare"
        if not is_of_tests(match[name]):
            yield match.span(name)
    for match in gated(_BY_NUMBER, text):
        yield match.span("value")
    yield from _postcodes(text)


def find(text: str) -> Iterator[tuple[int, int]]:
    """Where each value begins and ends; the words that announce it are left."""
    if may_hold_figures(text):
        yield from _numbered(text)
    for match in gated(_BY_WORD, text):
        yield match.span("value")
    for match in gated(_TO_REACH, text):
        yield match.span("phone" if match["phone"] else "mail")
    for match in gated(_IN_A_BOX, text):
        if _SAYS_TRACE.search(text, max(0, match.start() - _NEAR), match.start()):
            yield match.span("value")


def _postcodes(text: str) -> Iterator[tuple[int, int]]:
    """Each with the street that stands beside it."""
    for match in _BARE.finditer(text):
        begin = max(0, match.start() - _NEAR)
        if _OF_A_SITE.search(text, begin, match.start()):
            continue
        is_traced = _SAYS_TRACE.search(text, begin, match.start()) or _SAYS_TRACE_AFTER.match(text, match.end())
        if is_traced or _SAYS_HER.search(text, begin, match.start()):
            before = _BEFORE_IT.search(text, begin, match.start())
            behind = None if before else _BEHIND_IT.match(text, match.end())
            yield (before or match).start(), (behind or match).end()
