"""A patient's name that no label announces, told by what is done for them or said of them. Pure.

"Giving insulin to Mr Jones", "Miss Doe is due in theatre" and "bed 4 Jane Doe" name a patient; "Mr Jones in IT",
"Mrs Doe cannot sign in" and "Mr Jones needs to prescribe insulin" name a colleague.
"""

import re
from collections.abc import Iterator

from kb.privacy.name_words import COLLEAGUES, common, is_common, words_of
from kb.privacy.nhs_numbers import ALONE, ENDS, gated
from kb.privacy.patient_names import AGE, Word, is_person, words_at

_CARE = (
    r"(?:insulin|meds|medications?|medicines?|tablets|antibiotics|morphine|paracetamol|chemo(?:therapy)?|dialysis"
    r"|bloods?|transfusion|fluids|oxygen|depot|injections?|vaccin\w+|jabs?|dressings?|wounds?|theatre|surgery"
    r"|operation|scans?|x-?rays?|ecg|mri|biopsy|allerg\w+|nil by mouth|nbm|chest pain|unwell|poorly|collapsed|sepsis"
    r"|septic|stroke|labour|delivered|ambulance|overdose|fracture|fall|fell|palliative|hospice|discharged?|admitted"
    r"|bed \d{1,3}|bay \d{1,2}|at risk|pain relief|pain|bleeding|in front of me|clinic room|feeding tube|catheter)"
)
_DO = (
    r"(?:giv(?:e|ing|en)|gave|administer\w*|treat(?:ed|ing)?|discharg(?:e|ed|ing)|admit(?:ted|ting)?|dispens(?:e|ed"
    r"|ing)"
    r"|prescrib(?:e|ed|ing)|cannulat\w+|nursing|examin(?:e|ed|ing)|triag(?:e|ed|ing)|vaccinat(?:e|ed|ing)|bleed(?:ing)?"
    r"|operat(?:e|ed|ing)|visit(?:ed|ing)?|car(?:e|ing) (?:for|of)|looking after)"
)
_DONE_BEFORE = re.compile(
    rf"{ALONE}(?:{_DO}|{_CARE})(?:[ ](?!by{ENDS}|from{ENDS}|and{ENDS}|but{ENDS}|so{ENDS})[^\s.,;:]{{1,14}}){{0,3}}"
    r"(?<! as)(?<! our)(?<! told)(?<! asked)(?<! with)[ ]\Z",
    re.IGNORECASE,
)
_SAID_AFTER = re.compile(
    rf",?[ ](?:is|was|has|had|needs?|came|arrived|in|due|who|with|having|for|awaiting|waiting){ENDS}"
    r"(?:[ ](?!to[ ](?:prescrib|giv|sign|order|see|access|releas|view|discharg|record|admit|print|check|dispens|book))"
    rf"[^\s.;:]{{1,14}}){{0,5}}?[ ]{_CARE}{ENDS}(?![ ](?:admin|desk|office|reception|team|list|staff|pc"
    rf"|computer){ENDS})",
    re.IGNORECASE,
)
_STAFF = (
    r"(?:manager|nurse|sister|matron|doctor|consultant|registrar|surgeon|clerk|receptionist|secretary|pharmacist"
    r"|midwife"
    r"|lead|leader|hca|sho|sponsor|agent|administrator|admin|engineer|analyst|technician|locum|partner|coordinator"
    r"|therapist|physio|practitioner|trainer|student|starter)"
)
_STAFF_AFTER = re.compile(
    r"[ ,(–-]{1,3}(?:(?:from|in|of|at)[ ](?:the[ ]|our[ ])?(?:it|ra|hr|pharmacy|reception|radiology|admin|office"
    r"|service"
    rf"|help|desk|switchboard|finance|team|ict|rota|records){ENDS}"
    rf"|(?:(?:is|who|our|the|a|my|ward|practice|charge|staff|senior|clinical|new|night|duty"
    rf"|team)[ ]){{0,4}}{_STAFF}{ENDS}"
    r"|(?:is|was|has been|got|gets|are)[ ](?:locked|blocked|logged|kicked|the)|(?:can't|cant|can not"
    r"|cannot)[ ](?:log|sign)"
    r"|has[ ](?:no|lost|the same)[ ](?:roles?|card|access|problem|issue|her|his))",
    re.IGNORECASE,
)
_TITLED = re.compile(
    rf"{ALONE}(?:mr|mrs|(?-i:M[sS])|miss|master)\.?[ ]{{1,2}}"
    r"(?=[^\W\d_])(?!(?:mr|mrs|ms|miss|master|dr|prof)(?![^\W_]))",
    re.IGNORECASE,
)
_PAIR = re.compile(rf"{ALONE}(?P<given>[A-Z][a-z]{{1,29}})(?=[ ][A-Z])")
# Behind a bed or "client" stands a computer as well; behind these only a person.
_LABEL = re.compile(
    rf"{ALONE}(?:(?P<sure>residents?|(?-i:SU)|mum|mother|baby|newborn|inpatient|(?:old|elderly)[ ](?:lady|man"
    rf"|gentleman)"
    r"|(?:the|this|my|our|a)[ ](?:lady|gentleman|gent|man|woman|chap|girl|boy|child|inpatient|donor))"
    r"|clients?|child|toddler|infant|(?:bed|bay|cubicle|side[ ]?room)[ ]\w{1,4})(?:['’]?s[ ]name)?(?:[ ](?:is|was))?"
    r"(?:[ ](?:called|named))?(?:[:,][ ]|[ ][(–-][ ]?|[ ])",
    re.IGNORECASE,
)
_LABEL_WORDS = (
    "resid su mum mother bab newb inpat lady gent man chap girl boy child donor toddler infant client bed bay cubic"
    " side"
)
_BEFORE = 70
# One asks and tells a colleague.
_NO_PATIENT_AFTER = COLLEAGUES | words_of("asked ask told tell rang phoned emailed by from with our manager")


def _titled(text: str, start: int, at: int) -> list[Word]:
    """The words after a title; one in small letters will do, since the title says that it is a name."""
    words = words_at(text, at, small=True)
    kept = [word for number, word in enumerate(words) if not number or word.is_capital]
    return [Word(text[start:at].strip(), at, start), *kept[: _run(words)]] if kept else []


def _run(words: list[Word]) -> int:
    """How many of them are the name: the first, and those with a capital that follow without a gap."""
    count = 1
    while count < len(words) and words[count].is_capital:
        count += 1
    return count


def _is_cared_for(text: str, start: int, end: int, *, has_title: bool) -> bool:
    if _STAFF_AFTER.match(text, end):
        return False
    line = max(text.rfind("\n", max(0, start - _BEFORE), start) + 1, start - _BEFORE, 0)
    before = text[line:start]
    if before.lower().rstrip().rpartition(" ")[2] in _NO_PATIENT_AFTER:
        return False
    is_said = has_title and (AGE.match(text, _gap(text, end)) or _SAID_AFTER.match(text, end))
    return bool(is_said or _DONE_BEFORE.search(before))


_GAP = re.compile(r"[ ]?[,(–-]?[ ]{0,2}")


def _gap(text: str, end: int) -> int:
    return _GAP.match(text, end).end()  # type: ignore[union-attr] # it matches nothing as well


def find(text: str) -> Iterator[tuple[int, int]]:
    """Where each name begins and ends."""
    for match in gated({_LABEL: _LABEL_WORDS}, text):
        words = words_at(text, match.end(), small=False)
        is_sure = match["sure"] or any(is_common(word.key) for word in words)
        if is_sure and is_person(words) and not _STAFF_AFTER.match(text, words[-1].end):
            yield match.end(), words[-1].end
    for match in gated({_TITLED: "mr ms miss mast"}, text):
        words = _titled(text, match.start(), match.end())
        if words and _is_cared_for(text, match.start(), words[-1].end, has_title=True):
            yield match.start(), words[-1].end
            if age := AGE.match(text, _gap(text, words[-1].end)):
                yield age.span()
    for match in _PAIR.finditer(text):
        if match["given"].lower() not in common()["given"]:
            continue
        words = words_at(text, match.start(), small=False)
        if is_person(words) and _is_cared_for(text, match.start(), words[-1].end, has_title=False):
            yield match.start(), words[-1].end
