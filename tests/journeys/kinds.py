"""One address of each kind of page, for the tests that look at all of them."""

ARTICLE = "/articles/smartcard-authentication-failure/"
REMINDER_WITH_AN_ERROR = "/articles/certificate-expired-or-about-to-expire/reminder/?day=31&month=2&year=2040"
FOR_RA, FOR_IT = f"{ARTICLE}?for=ra", f"{ARTICLE}?for=it"

# With the content that is shipped.
SHIPPED = {
    "home": "/",
    "article": ARTICLE,
    "article for the Registration Authority": FOR_RA,
    "article for IT support": FOR_IT,
    "article without steps for the user": "/articles/error-on-a-second-smartcard/",
    "article about lost cards": "/articles/lost-stolen-or-misused-smartcard/",
    "stub": "/articles/error-1000-when-signing-in/",
    "version": f"{ARTICLE}versions/1/",
    "all codes": "/codes/",
    "code": "/codes/ERR1002/",
    "family of codes": "/codes/500_xxx/",
    "member of a family": "/codes/400_612/",
    "misread code": "/codes/ERR5O22/",
    "bare number": "/codes/5022/",
    "service": "/services/nhs-identity-agent/",
    "category": "/topics/signing-in/",
    "vendor": "/vendors/isosec/",
    "notices": "/notices/",
    "notices that are over": "/notices/history/",
    "who can help": "/who-can-help/",
    "report": "/report/",
    "report with what came along": "/report/?article=18&code=ERR1002&read=4&q=card+not+read&for=it",
    "report about a virtual card": "/report/?article=isosec-virtual-smartcards",
    "words": "/words/",
    "poster": "/poster/",
    "reminder": "/articles/certificate-expired-or-about-to-expire/reminder/?day=1&month=2&year=2040",
    "reminder with an error": REMINDER_WITH_AN_ERROR,
    "scanned sheet": f"{ARTICLE}?sheet=1",
    "about": "/about/",
    "accessibility": "/accessibility/",
    "privacy": "/privacy/",
    "cookies": "/cookies/",
    "status": "/status/",
    "start": "/start/",
    "start, a second question": "/start/what-is-near-the-clock/",
    "vague search": "/search/?q=card+not+working",
    "search": "/search/?q=the+reader+says+PR20002",
    "search that finds nothing": "/search/?q=zzzz",
    "search for nothing": "/search/",
}
# Of these every answer is a new one: a form holds a token, and the state is that of now.
NEVER_KEPT = ("/report/", "/status/")
# With what stands in tests/journeys/more as well.
FURNISHED = SHIPPED | {
    "choice of codes": "/codes/7001/",
    "code that several articles answer": "/codes/CCC8000/",
    "article with a live issue": "/articles/light-is-off/",
    "who can help in an organisation": "/who-can-help/?organisation=harbour",
    "who can help in an unknown organisation": "/who-can-help/?organisation=nowhere",
}
# What the address answers with; a browser says so on its console.
NOT_THERE = {
    "unknown address": ("/nowhere/at-all/", 404),
    "unknown code": ("/codes/ERR5023/", 404),
    "withdrawn article": ("/articles/old-reader-advice/", 410),
}
