"""Streets that a sentence speaks of as somebody's home: "discharged to 44 Cheviot Street", "meds sent to 2 Mill Lane".

No label announces them. Nothing is found where the sentence speaks of a site: "our surgery is at 14 High Street". Pure.
"""

import re
from collections.abc import Iterator

from kb.privacy.gates import gated, gates
from kb.privacy.nhs_numbers import ALONE, ENDS
from kb.privacy.patient_details import HOUSE_NUMBER, PATIENT, POSTCODE

_SURE = r"(?:street|road|rd|lane|avenue|ave|crescent|cres|terrace|gardens?|grove|mews)"
_KIND = (
    r"(?:street|st|road|rd|lane|ln|avenue|ave|close|drive|dr|way|court|ct|crescent|cres|terrace|place|square|gardens?"
    r"|grove|hill|park|row|walk|mews|view|rise|green|house|cottage|farm|villas?|buildings|croft|gate|fold|brow|yard|wharf"
    r"|quay)"
)
_WORD = r"[^\W\d_][\w'’.-]{1,24}"
_CAPITAL = r"(?-i:[A-Z])[\w'’.-]{1,24}"
_TOWN = r"(?-i:[A-Z])[^\W\d_]{2,24}"
_STREET = re.compile(
    rf"(?<![\w./:-])(?P<value>(?:(?:flat|apt|apartment)[ ]\w{{1,4}},?[ ])?"
    rf"(?:{HOUSE_NUMBER},?[ ](?:(?:{_CAPITAL}[ ]){{1,3}}{_KIND}|(?:{_WORD}[ ]){{1,2}}{_SURE})"
    rf"|(?:flat|apt|apartment|bungalow)[ ]\w{{1,4}},?[ ](?:{_CAPITAL}[ ]){{1,2}}(?:{_KIND}){ENDS})"
    rf"{ENDS}(?:,?[ ]{{1,2}}{_TOWN}(?:[ ]{_TOWN})?)?(?:,?[ ]{{1,2}}{POSTCODE})?)",
    re.IGNORECASE,
)
_HERS = re.compile(
    rf"{ALONE}(?:{PATIENT}|s?he|her|his|him|resident|client|lady|gent(?:leman)?|chap|man|woman|baby|child|mum|dad"
    r"|discharg\w{1,3}|meds|medicines?|medication|prescriptions?|scripts?|dosette|insulin|(?:home[ ])?visit(?:ing|s)?"
    r"|crew|ambulance|liv(?:es?|ing)|moved|home|house|nok|next[ ]of[ ]kin|trac(?:e|ed|ing)|demographics|pds)"
    rf"{ENDS}",
    re.IGNORECASE,
)
_OF_A_SITE = re.compile(
    rf"{ALONE}(?:our|we|us|we['’]re|practice|site|surgery|branch|hospital|centre|center|clinic|pharmacy|chemist|office"
    r"|cards?|readers?|kit|laptops?|depot|hq|head(?:quarters|[ ]office)|department|trust|estate|industrial|training"
    rf"|based|i[ ]am|i['’]?m|store|school|council|company|engineer|courier|building){ENDS}",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.;!?\n](?=\s|\Z)")
_NEAR = 80
_STREETS = gates({
    _STREET: (
        "street st road rd lane ln ave close drive dr way court ct cres terrace place square garden grove hill park row"
        " walk mews view rise green house cottage farm villa building croft gate fold brow yard wharf quay"
    )
})  # fmt: skip


def find(text: str) -> Iterator[tuple[int, int]]:
    """Where each begins and ends."""
    for match in gated(_STREETS, text):
        near = text[max(0, match.start() - _NEAR) : match.start()]
        before = _SENTENCE.split(near)[-1]
        after = _SENTENCE.split(text[match.end() : match.end() + _NEAR])[0]
        is_hers = _HERS.search(before) or _HERS.search(after)
        if is_hers and not (_OF_A_SITE.search(before) or _is_called_a_site(after)):
            yield match.span("value")


def _is_called_a_site(after: str) -> bool:
    """ "22 Mill Road surgery", not "…, and my card is dead"."""
    site = _OF_A_SITE.match(after.lstrip(" ,"))
    return site is not None
