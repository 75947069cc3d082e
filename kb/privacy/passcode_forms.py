"""The words for a passcode, PIN or password, and the figures of one, as patterns. Pure."""

from kb.privacy.nhs_numbers import FIGURE, HYPHEN

# Also "pasword", "passwrod", "pw" and "p/word".
WORD_FOR_IT = r"p(?:[a@4]?s{1,2})?[ /-]?(?:w(?:[o0]?r?o?d)?|ord)s?|pass[ -]?phrase"
# Also "pascode" and "passcde".
CODE_WORD = r"pas{1,2}[ -]?c(?:o?de?|do)e?s?"
PIN = rf"(?:{CODE_WORD}|{WORD_FOR_IT}|pins?|puk)(?:[ _-]?(?:number|num|no|nr|nbr|code))?"
# No more figures behind it, and none of the things that figures count.
NO_MORE = (
    rf"(?!(?!x\d{{1,2}}(?!\w))\w|[{HYPHEN}/.:]\d|[ ]\d{{4}}[ ]\d{{4}}(?!\d)"
    rf"|[{HYPHEN} ]{{0,2}}(?:digits?|figures?|characters?|numbers|times|hours?|days?|weeks?)\b)"
)
_TENS = r"(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen)"
FIGURES = (
    r"(?!80(?:07|09|10)\d{4}(?!\d))\d{4,8}|\d(?: \d){3,7}|\d(?:-\d){3,7}|\d\d(?:[ -]\d\d){1,3}|\d{3}[ -]\d{3}"
    rf"|(?!(?:19|20)\d\d/)\d{{4}}/\d{{4}}|\d(?:, ?\d){{3,7}}"
    rf"|{FIGURE}(?:,?[ -]{{1,2}}{FIGURE}){{2,7}}|(?:{FIGURE}|\d)(?:[ -]{{1,2}}(?:{FIGURE}|\d)){{3,7}}"
    rf"|{FIGURE}[ ]thousand(?:[ ](?:and|hundred|{FIGURE}|{_TENS})){{0,5}}"
    # "forty four seventeen"
    rf"|{_TENS}(?:[ -]{FIGURE})?(?:[ -]{{1,2}}{_TENS}(?:[ -]{FIGURE})?){{1,2}}"
)
