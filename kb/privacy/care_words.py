"""Words that tell whom a sentence is about: somebody who is cared for, or somebody who works. Pure."""

from kb.privacy.name_words import COLLEAGUES, DEVICES, NEVER_FIRST, PLACES, THINGS, words_of

# What is done for a patient, given to one, found in one, or kept about one.
CARE = words_of("""
    admission admitted adt agitated allergen allergic allergies allergy ambulance angina antenatal antibiotics
    antiemetic appointment appointments arrest assessment assessments asthma asthmatic biochemistry biopsy birth
    birthweight bleeding blister blood bloods booking bowel breathless bruising cancer cannula capacity cardiac
    careplan catheter chart charts chemo chemotherapy chest clexane codeine collapsed colonoscopy confused consent
    consult consultation consultations consults contractions copd coroner cough covid crash crossmatch ct dead
    death deceased deduction delivered dementia demographics depot detained deteriorating deterioration diabetes
    diabetic dialysis diazepam died discharge discharged dnacpr dnar dols dosette dressing dressings driver drops
    drug drugs dvt dying ecg echo emar endoscopy epileptic episode eps erx extraction eyedrops falls feeds fell
    fentanyl fever fit flu fluids fracture fractured frail furosemide gp2gp headache heparin hip histology history
    hospice hospitalised ice imaging immunisation immunisations immunise infection inhaler injection injections
    inr insulin jab jabs kin knee label labels labour laparoscopy letter letters mar maternity mccd med medication
    medications medicine medicines meds metformin methadone mha microbiology miscarriage morphine mri mrsa nbm
    nebuliser nebulisers nil nok nomad notes obs observation observations oncology operation oramorph overdose
    oxygen pain palliative papers paracetamol pathology pds physio plan pneumonia poorly post-op pre-op pregnant
    preop prescription prescriptions pressure procedure pump radiotherapy rash ray readmitted record records
    redbook referral referrals registration rehab repeat repeats request requests result results resus risk rx
    safeguarding sample samples sats scan scanning scans scr screening script scripts section sectioned sedation
    seizure seizures sepsis septic sick smear social specimen statin steroids stoma stroke summary surgery swab
    swabs syringe table tablet tablets theatre therapy tia token tokens tramadol transfer transferred transfusion
    treatment triage tta ttas tto ttos tumour ulcer ultrasound unconscious unresponsive unwell urine uti
    abg adl appt appts birthplan bmi calpol cataracts ctg cva dentures dialysed dols ecmo edd eeg egfr eye feed fbc feet
    fp17 gcs glasses gos1 hearing imms knees lfts lpa med3 mse obstetric palpitations paracetamol partogram peg picc
    podiatry sats spectacles spirometry tests transplanted triptorelin vaccs vte
    abscess adhd alzheimers amputation anaemia arthritis autism b12 bp cataract cellulitis cholesterol coil
    colposcopy contraception cremation depo depression dizzy dna'd dnad eczema epilepsy glaucoma glucose gout hba1c
    hernia hrt implant inr's mammogram mca migraine parkinsons psa psychosis pulse respite rheumatoid sicknote stitches
    sugars suicidal sutures thyroid tracheostomy transplant vitamin
    glass envelope sealed padlock
    vaccination vaccinations vaccine vaccines verification visit visits vomiting ward warfarin waterlow wound
    wounded wounds wristband wristbands x-ray x-rays xray xrays
""")
# Only where a name stands behind them ("surgery for Mrs Jones"): of themselves they say where somebody works.
PLACES_OF_WORK = words_of("""
    admission adt ambulance antenatal biochemistry booking cancer capacity cardiac chemo covid deduction dementia
    dialysis discharge driver drops drug drugs due echo eps falls fit flu gp2gp hospice ice imaging label labels letter
    letters maternity microbiology oncology palliative papers pathology pds physio plan pressure pump radiotherapy
    registration rehab request requests resus risk safeguarding screening section sick social surgery theatre
    therapy transfer triage ultrasound visit visits ward
""")
RELATIVES = words_of("""
    carer dad daughter family father granddaughter grandson husband kin mam mother mum nephew niece nok parents relative
    relatives son widow wife
""")
BABIES = words_of("baby babies child infant newborn triplet twin twins")
# "Cremation form Jane Doe"
FORMS = words_of("alert form forms note report reports request review sheet test voucher")
# What one does to a patient, in whatever form.
ACTS = words_of("""
    attended attending administer administered administering admit
    admitted admitting arrive arrived arriving assessing bleed
    bleeding book booked booking cannulate cannulated cannulating catheterise catheterising clerk clerked clerking
    consent consented consenting delivering discharge discharged discharging dispense dispensed dispensing examine
    examined examining immunise immunising nursing prescribe prescribed prescribing redressing refer referred
    referring registering reviewing seeing seen transfer transferred transferring treat treated treating triage triaged
    triaging vaccinate vaccinated vaccinating visit visited visiting
""")
# "Bringing in", "looking after", "caring for": the two words that stand before somebody.
ACTS_OF_TWO = frozenset({
    ("book", "in"), ("booking", "in"), ("booked", "in"), ("bring", "in"), ("bringing", "in"), ("brought", "in"),
    ("look", "after"), ("looking", "after"), ("looked", "after"), ("care", "for"), ("caring", "for"), ("give", "to"),
    ("prescribe", "for"), ("prescribing", "for"), ("dispense", "for"), ("dispensing", "for"), ("operating", "on"),
    ("operate", "on"), ("given", "to"), ("gave", "to"), ("giving", "to"), ("medicate", "for"),
    ("ambulance", "bringing"), ("crew", "bringing"), ("paramedics", "bringing"), ("ambulance", "conveying"),
    ("transfer", "out"), ("transferred", "out"), ("transferring", "out"),
    ("check", "in"), ("checking", "in"), ("checked", "in"), ("book", "out"), ("sending", "home"), ("sent", "home"),
})  # fmt: skip
# Behind these stands somebody who is cared for, if it is a name.
# After these a name is a record's, if it is a given name and nothing speaks of the Registration Authority.
OPENING = words_of(
    "merge merged merging unmerge unmerged open opened opening"
    " clicked click clicking find finding found see view viewing viewed"
)
# Their tables and programs, in which colleagues are looked for.
RA_WORDS = words_of(
    "cim cis cis2 identity profile profiles uuid uuids esr role roles rbac position positions teams outlook rota"
)
# "My 2pm", "all patients apart from"
TIMES = words_of("am pm o'clock oclock")
APART = words_of("apart except bar excluding")
# "Typed Jane Doe in the search"
TYPING = words_of("type typed typing enter entered entering put putting input search searched searching trace traced")
SEARCHING = words_of("search searches searching searched trace tracing traced lookup pds spine box boxes field scr")
RA_PROGRAMS = words_of("cim cis cis2 esr rbac uim")
CARED_FOR = words_of("""
    baby bloke boy chap child deceased donor fella gent gentleman girl infant inpatient lad lady man mother mum
    newborn outpatient resident su toddler twin woman
""")
BEDS = words_of("bed bay cubicle trolley room sideroom chair cub")
TITLES = words_of("mr mrs ms miss master mx")
CLIENTS = words_of("client resident patient pt px")
PATIENT_WORDS = words_of("patient patients pateint patinet patietn paitent patiant pt pts px service")
# Who somebody who works is, and where.
ROLES = (COLLEAGUES - {"gp"}) | words_of("""
    admin administrator agent anaesthetist approver audiologist dentist dietician dietitian hygienist optician
    optometrist paramedic phlebotomist podiatrist radiographer sonographer
    bleep charge clerk colleagues coordinator cover desk digital doctors ext extension f1 f2
    finance fy1 fy2 hca helpdesk hr i.t. ict informatics lead leader leaver line locum
    nurses office partner pharmacy practitioner prescriber ra radiology reception receptionist reg rota secretary
    servicedesk sho sponsors staff starter starters student superuser supplier support surgeon switchboard team
    teams therapist trainee trainer trust vendor ward-clerk
""")
# And what they do, use and have.
STAFF = ROLES | words_of("""
    access account accounts approve approved approves ask asked asks assign assigned badge call card cards cc
    changed changing checked cim cis cis2 computer confirmed covering covers dear desktop dispenses dispensing
    email emailed emails esr fao fixed fixes gets hello hey hi hiya installed issued issues joined joins keeps
    keyboard knows laptop leaves left locked log logged logging login logins logistics logon logs mailbox mobile
    moved outlook passcode passcodes password passwords pc permission permissions phone phoned pin pins position
    positions prescriber prescribes prescribing printer profile raised rang rbac reader regards reported reports
    reset resets rights ring rings role roles said saint saying says screen sending sent session shift sign signed
    signing signs sincerely smartcard smartcards sponsored sponsorship st started starts taker tell tells thanks
    thinks told trained training tried tries uim unlock unlocked updated use used username uses using uuid vpn
    wants windows worked working works
""")
# "Mrs Jones's prescription keeps bouncing" is no colleague's; "Mrs Jones's prescription login" is.
OF_A_COLLEAGUE = STAFF - words_of("keeps locked says sent updated working works")
# Between a name and who they are: "…, the", "… from our".
BESIDE = words_of(", ( - – from in at of the our a an is who was my ward senior duty night new on works as")
# They say of the word that follows who does it: "needs to prescribe", "trying to open".
TRYING = words_of("needs need needing wants want trying tries tried unable able attempting has have had about waits")
# What is done to the one who is named, though "cannot", "to" or "waiting to" stands before it.
DONE_TO = words_of("be go have been come breathe walk swallow eat drink die lose being get")
CANNOT = words_of("can't cant cannot couldn't couldnt can could won't wont")
SAYING = words_of("says say said saying")
# What a sentence about a patient's record says, and one about a colleague hardly ever.
OF_PATIENTS = CARED_FOR | words_of("""
    bloods chart duplicate emis list merge merged notes patient patients pds prescription pt pts px record records
    rio scr systmone trace traced tracing
""")
# "Look up", "search for": as OPENING.
OPENING_OF_TWO = frozenset({
    ("look", "up"), ("looking", "up"), ("looked", "up"), ("search", "for"), ("searching", "for"), ("searched", "for"),
    ("pull", "up"), ("pulled", "up"), ("bring", "up"), ("brought", "up"),
    *((verb, "on") for verb in OPENING),
})  # fmt: skip
# "Noradrenaline", "amoxicillin": most medicines end so, and little else does.
DRUGS_END = (
    "naline", "yline", "raline", "mycin", "cillin", "floxacin", "pril", "olol", "statin", "azole", "parin", "azepam",
    "adone", "formin", "sartan", "zapine", "dipine", "xaban", "semide", "profen", "caine", "codeine", "morphine",
    "gabalin", "pentin", "pidogrel", "solone", "triptan", "setron",
)  # fmt: skip
# "Cardiology", "paediatrics", "obstetrics", "dermatology", "psychotherapy".
SPECIALTIES_END = ("ology", "iatrics", "iatry", "aedics", "opedics", "tetrics", "metry", "therapy", "surgery")
# "Needs smear taker code": what is of care is a right there.
RIGHTS = words_of("""
    access card code codes group login permission permissions prescriber profile right rights role roles taker
""")
PHONING = words_of("rang ring ringing phone phoned phoning call called calling spoke speaking")
TELLING_NOTHING = SAYING | words_of("try tried tries trying")
CONTACTING = words_of("rang rings phoned called asked asks ringing phoning emailed")
HE_OR_SHE = words_of("he she he's she's hes shes who")
HERS = words_of("his her their hers")
SHE_OR_HERS = words_of("he she his her")
I_OR_WE = words_of("i im i'm ive i've we we're our my nobody noone we've")
# They stand between a word that tells and the name, and tell nothing themselves.
PASSED = words_of("""
    's 10am a am an another are called elderly is late mr mrs my named new next old other our patient poor pt px
    question that the these this today was were were: yesterday
""")
GIVING = words_of("give giving gave given")
# "Due for theatre", "needs a scan".
HEADING_FOR = words_of("for due needs awaiting having a")
BEING = words_of("is was has had needs in due who aged isn't hasn't")
INTO = words_of("on in into to onto access past through back the")
PREPOSITIONS = words_of("for of to with on about off re regarding concerning belonging")

# "Need Mr Jones admitting", "had Jane Doe open"; not "need Jane Doe adding", "had Jane Doe open a ticket".
NEEDING = words_of("need needs needing want wants get got getting have had having")
ACTED_ON = words_of("""
    admitting admitted assessed assessing cannulated cannulating clerked clerking consented consenting discharged
    discharging moved moving open operated referred referring reviewed reviewing scanned scanning seen sedated
    sedating swabbed transferred transferring treated treating triaged triaging vaccinated vaccinating weighed
""")
OF_WHAT = words_of("a an the their his her up role roles profile profiles access ticket team teams account accounts")
# "Physio notes", "nurse appointment": of the one they are for.
OF_A_ROLE = words_of(
    "notes appointment appointments referral referrals assessment assessments review reviews exercises"
)
WHEN_BORN = words_of("on at last today yesterday this prem premature early : - –")
CHILDREN = words_of("twins twin triplets baby babies boy girl lad")
COMING = words_of("wants want wanted needs come came here trying asking asked")
ERRANDS = words_of("change collect pick order register join nominate cancel rebook move see")
FETCHED = words_of("""
    chemist dose gp inhaler insulin meds medication nomination pharmacy prescription prescriptions registration repeat
    repeats script scripts surgery tablets
""")
WANTING = words_of("wants want needs has is was due says")
SHE = words_of("he she he's she's hes shes")
BEDS_OF_PATIENTS = words_of("bed cubicle trolley chair bay")
# "The notes say Jane"
SAYING_WHO = words_of("notes record records pds spine wristband label labels chart letter referral form scr")
# "Jane in medical records"
OF_AN_OFFICE = words_of("clinical health medical patient")
STILL = words_of("is isn't isnt was wasn't not still even already showing missing")
SPINE = words_of("spine pds scr")

STREETS = words_of("street road rd lane avenue ave close drive crescent terrace grove gardens way court square st")

# Of a capital, behind a given name: "Sandra Fell".
ALSO_SURNAMES = words_of("bay bell close driver fell friend ray record sample street")

CANNOT_OR_NO = CANNOT | {"no"}
CARE_OF_ITSELF = CARE - PLACES_OF_WORK
HERS_OR_CONTACTING = HERS | CONTACTING
OF_PATIENTS_AND_CARE = OF_PATIENTS | (CARE - PLACES)
BEFORE_TURNED = PATIENT_WORDS | words_of("for of re")
AND = words_of("and or not &")

# No name, whatever stands beside them.
ORDINARY = frozenset().union(
    NEVER_FIRST, THINGS, DEVICES, PLACES, CARE, STAFF, ACTS, RELATIVES, CARED_FOR, BEDS, PASSED, GIVING, OPENING,
    SAYING, CONTACTING, PHONING, HEADING_FOR, BEING, INTO, AND, PREPOSITIONS, TRYING, I_OR_WE, HERS, HE_OR_SHE, CANNOT,
    DONE_TO, PATIENT_WORDS, TITLES, ("client", "stuck", "twice", "again", "once"),
)  # fmt: skip
