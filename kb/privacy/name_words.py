"""Words that are part of a name, and words that never are. Pure."""

import re
from functools import cache
from pathlib import Path


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = words_of("mr mrs ms miss mx dr prof professor sir dame lady lord master rev baby")
PARTICLES = words_of("van von de del der den di da la le bin bint ibn al el ap ab")

# No part of a name, wherever it stands: the words of a sentence, and the labels of a form.
NEVER = words_of("""
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
NEVER_FIRST = NEVER | words_of("""
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
    inpatient interface isosec january journey july know knows label labels leaflet letter letters level liaison link
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

# Beside these no capital letter makes a name: what else stands before a date, an age or "'s record".
THINGS = words_of("""
    adobe agent asda authenticator authority bios boots build card certificate certificates cis2 client clinic connect
    created date dates device driver excel expires expiry explorer firmware from gemalto identity installed internet
    issue issued java key library lloyds manager microsoft middleware nhs office oracle pack passkey patch portal
    printer program ra reader release released root security serial series server service services site smart smartcard
    software spine sponsor standard superdrug system tesco today's token trust until update updated user valid verified
    version virtual vpn windows word yesterday's
""")
# The last word of a place, if no given name stands before it; and what stands in one, which no person is called.
PLACES = words_of("""
    annexe bay block building centre clinic corridor department floor hospice hospital lodge practice practices room
    site suite surgeries surgery theatre unit ward wing
""")
# The last word of what is called like a person, and may be a surname behind a given name.
HOUSES = words_of("""
    association chemist chemists college council court federation grange group hall house limited ltd manor opticians
    partnership pharmacy school trust university villa
""")
DEVICES = words_of(
    "pc laptop computer desk printer reception screen tablet workstation terminal kiosk trolley phone monitor"
    " scanner keyboard mouse reader socket cable dock headset"
)
COLLEAGUES = words_of("""
    dr doctor nurse sister matron prof professor consultant registrar pharmacist midwife physio colleague manager
    receptionist admin sponsor analyst engineer technician sho gp rmn hca
""")


@cache
def common() -> dict[str, frozenset[str]]:
    def listed(name: str) -> frozenset[str]:
        lines = Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8").splitlines()
        return frozenset(word for line in lines if not line.startswith("#") for word in line.split())

    return {"given": listed("given_names"), "surnames": listed("surnames")}


def is_common(key: str) -> bool:
    return key in common()["given"] or key in common()["surnames"]


# Of Poland, Ukraine, Romania, the Balkans, Georgia and Greece; of Ireland and Scotland; of Yorkshire; of South Asia.
_SURNAME = re.compile(
    r"[^\W\d_]{3,}(?:[wnl]ski|[wnl]ska|icki|icka|wicz|czyk|czak|enko|escu|[oe]vi[cć]|opoulos|shvili|thwaite|bottom|clough"
    r"|ullah|swamy|nathan|lingam)|o'[^\W\d_]{4,}|mc(?!afee)[^\W\d_]{4,}|fitz[^\W\d_]{4,}"
)


def is_surname(key: str) -> bool:
    """Of the list, or of a shape that no other word has."""
    return key in common()["surnames"] or bool(_SURNAME.fullmatch(key))
