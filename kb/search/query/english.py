"""Common English words: what is one was meant as it was typed, though no article may have it. Pure.

Only words of everyday use, in their plain form; endings are made here. A few are left out, since whoever writes about
signing in with a card nearly always means another: sing, lots, loose, roll, rope, cart, lack, spin.
"""

import re
from functools import cache

# What people do: with -s, -ed and -ing.
_DOING = """
abandon absorb accept access accompany account accuse achieve acquire act adapt add address adjust admire admit adopt
advance advertise advise affect afford agree aim alarm allow alter amuse analyse announce annoy answer apologise
appeal appear applaud apply appoint approach approve argue arrange arrest arrive ask assemble assess assign assist
assume assure attach attack attempt attend attract audit authorise avoid award bake balance ban bang bank bark bath
bathe battle beg behave believe belong bend bet bill bind bite blame bleed bless blow blur boil bomb book border
bother bounce bow bowl brush build bully bump burn bury buy calculate camp care carry carve cater cause celebrate
challenge chase chat cheat cheer chew claim clap clean clear clench climb cling coach collapse collect colour comb
combine comfort command comment commit communicate compare compete complain complete compose compress compute conceal
concentrate concern conclude conduct confess confirm confuse congratulate consider consist construct consult consume
contain contact continue contribute convert convince cook cool cope copy correct cough count crawl create creep cross
crush cry cure curl curve cycle damage dance dare deal debate decay deceive decide decline decorate decrease defeat
defend define delay delegate delete deliver demand demonstrate deny depend describe deserve design desire destroy
detect determine develop diagnose dig dine direct disagree disappoint discard discharge discover discuss dislike
dismiss dispense display dispose disturb divide donate double doubt download draft drag drain draw dream dress drink
drip drive drop drown dry dump dust earn ease eat edit educate elect embarrass embed employ encourage encrypt end
enjoy enrol ensure enter entertain equip escape establish estimate evaluate evaporate examine exceed excel exchange
excite exclude excuse execute exercise exhaust exist expand expect experiment explain explode explore export express
extend face fade faint fall fancy fasten fax feed feel fetch fight file fill film filter find finish fire fish fit
flap flash flatten flee float flood flow flush fly fold follow force forgive format forward found frame freeze
frighten fry gain gamble gather gaze glow glue govern grab greet grieve grill grip groan grow guarantee guard guess
guide hammer handle hang happen harass hate haunt head heal heap hear heat hide hike hire hold hop hope hover hug hum
hunt hurry hurt identify ignore imagine impress improve include increase infect influence inform inherit inject injure
insert inspect inspire install insult insure intend interest interfere interrupt interview introduce invent invest
investigate invite invoice involve iron itch jail jog joke judge juggle jump keep kick kill kiss kneel knit knock
label land last laugh launch lay lean leap learn leave lend lie lift light like listen live load lock love lower mail
manage manufacture march mark marry match matter measure meet melt memorise mend mention mess migrate milk mind mine
miss mix moan modify monitor mount move muddle multiply mute nag nail name neglect negotiate nest nod note notice
notify number nurse obey object observe obtain occupy occur offend offer open operate oppose organise overcome
overflow owe own pack paint park participate paste pat pause pay peel perform permit persuade photograph pick plan
plant play please plug point polish post pour practise praise pray precede predict prefer prepare prescribe present
preserve press pretend prevent prick produce profit program project promise promote pronounce propose prove provide
publish pull pump punch punish purchase push qualify question queue race rain raise reach react realise receive reckon
recommend reconcile record recover recruit recycle reduce refer reflect regard regret rehearse reject relate relax
relay rely remain remark remember remind rent repair repeat replace reply represent request require rescue research
resemble resign resist respect respond rest restore restrict resume retain retire retrieve return reveal reverse
reward ride ring rinse rise risk roast rob rotate rub ruin rule run rush save scare scatter scold scrape scratch
scream screw scrub search seem select sell send separate serve settle sew shade shake share shave shine shiver shock
shoot shop shout shrink sink sit ski skip slap sleep slide slow smash smell smile smoke snatch sneeze sniff snore snow
soak solve soothe sort sound spare spark sparkle speak spell spend spill spit split spoil spot spray spread sprout
squash squeak squeeze stain stamp stand stare start steer step stick sting stir stitch stop store strap stream
strengthen stretch strike strip stroke study stuff submit subscribe subtract succeed suck suffer suggest suit supply
support suppose surprise surround survive suspect suspend swap sway swear sweat sweep swell swim swing switch talk
tame tap taste teach tear tease telephone tell tempt terrify test thank think threaten throw tick tickle tie time tip
tire touch tour trace trade train transcribe translate transport trap travel treat tremble trick trip trot trouble
trust try tug tumble tune turn twist type understand undo undress unfasten unite unpack untidy upload urge vaccinate
value vanish vary visit volunteer vote wait walk wander want warm warn wash waste watch water wave weigh welcome whip
whisper whistle win wind wipe wish wonder work worry wrap wreck wrestle write yawn yell zip zoom
"""

# Things and people: with -s.
_THINGS = """
accident account actor adapter address adult advert advice afternoon age airport alarm allergy ambulance amount
anaesthetic animal ankle antibiotic apple appointment area arm army arrival article artist aspirin aunt author avenue
baby bacteria badge bag ball balloon banana band bandage bank basket bath bathroom battery beach bean bear beard bed
bedroom bee beer bell belt bench bicycle bike bill bird birthday biscuit blanket bleep blood boat body bone bonus book
boot bottle bowl box boy brain branch brand bread breakfast breath brick bridge brother bucket budget building bus
business butter button cab cabin cabinet cable cafe cake calendar caller camera campaign canal cancer candle canteen
captain carpet castle cat catheter ceiling cell cellar century chain chair chapter character charity chart cheese
chemist chest chicken child children chocolate church cigarette cinema circle city class classroom cleaner clerk
client clinic clock cloth clothes cloud club coast coat coffee coin colleague college column committee company concert
condition conference contract cooker corner corridor cost cotton council country couple course court cousin cover cow
crash cream crew crime crowd cup cupboard curtain customer dad dancer danger dashboard date daughter deadline deal
dealer death debt decade degree dentist deposit desert desktop detail diabetes diary dictionary diet dinner director
disability disc discount disease dish doctor dollar donkey door dose dozen drawer dress driver drug duck duty ear
earth east editor effect egg elbow election elephant elevator emergency employee enemy energy engine evening event
exam example exit expense expert eye fabric factory failure fairy family fan farm farmer fashion father fault feather
feature fee feedback feet fence ferry fever field fighter figure finger firm flag flat flavour flight floor flour
flower flu folder food foot football forest fork formula fortune fraction fridge friend frog fruit fuel fund funeral
furniture future gallery game garage garden gas gate gender generation ghost giant gift girl glass glasses glove goal
goat god gold government gram grandmother grape graph grass grave group guest guitar gun guy habit hair half hall ham
hand handbag handbook handover harbour hat headache headline headset heart heating height helicopter helper hero hill
history hobby holiday homework honey horse hospice hospital hotel hour house housing human hundred hunter husband ice
idea illness income index industry infection information injection injury ink insect institute instruction instrument
insulin insurance invoice island jacket jam jar jaw jeans jet jewel job journal journey judge jug juice jumper
junction justice keeper kettle keyboard kid kidney killer kilo king kitchen knee knife knowledge laboratory ladder
lady lake lamb lamp lane language lanyard laptop law lawyer leader leaf leaflet league learner leather lecture leg
lemon lender lens lesson letter level library licence lifetime limb lion lip liquid liver loan lobby locker lorry
lounge lover lunch lung machine magazine magnet maid maintenance majority maker manager manner map margin market mask
master mat match mate maths matron maximum meal meaning meat medal medicine meeting member memory men menu method
microphone microwave midnight midwife mile milk mineral minimum minister minor minute mirror mission mistake mixture
model modem mom moment money monkey month mood moon morning mother motor mountain mouse mouth movie mud multiple mum
muscle museum music nail nation nature neck need needle nephew nerve network newspaper niece noise noon north nose
notebook notice nurse oak occasion ocean office oil onion opinion orange orchestra order organ outlook oven overtime
owner oxygen page pain painter pair palace paper paragraph parcel parent parking partner party passage passenger
passport path pattern payment payroll payslip pea peace pear pen pencil penny pension people pepper percent permit
person pet petrol pharmacist philosophy phone photo photocopier phrase physio piano picture pie piece pig pill pillow
pilot pizza place plane plaster plastic plate platform player pocket poem police policy politics porter portion
position postcode poster pot potato pound powder power prayer preacher presence presenter pressure price priest prince
prison prize procedure process producer profile profit programme progress project projector proof property protein
provider publisher pulse pupil purse puzzle quality quantity quarter queen question queue rabbit radio rail rate
reason receipt receiver recipe recruiter region registrar regular relationship relative religion remote report
reporter reputation restaurant result rice ring river road roof room root rota round route row rubber rubbish rule
runner sack safety sail salad salary sale salt sample sand sandwich sauce scale scanner scarf scene schedule scheme
school science scissors score sea season seat second secret secretary section sector seller sender sense sentence
series session sex shadow shape sheep sheet shelf shell shelter shift ship shirt shoe shopper shoulder shower side
sight silence silver singer sink sister skill skin skirt sky slice smoker snake soap society sock sofa software soil
soldier solution son song soul soup source south space speaker specialist speech speed spider spirit spoon sport
square stadium staff stage stair stairs stamp star statement station stationery steak steam steel stethoscope stock
stomach stone storm story stranger strategy straw street strength stress string structure student subject success
sugar suggestion suit suitcase summer sun supplier supporter surface surgeon surname surprise survey swab symbol
syringe system table tablet tail talent tank target task taste tax taxi tea teacher team tear technique technology
teeth television temperature temple tennis tent term text theatre theory therapist thermometer thing thought thousand
throat thumb ticket tie tiger tissue title toast toaster toe toilet tomato tone tongue tonne tool tooth topic total
towel tower town toy track trader tradition traffic tragedy trainer training traveller tray tree trend trial triangle
trolley trousers truck truth tube tumour turkey tutor twin tyre uncle uniform union unit university user vacation
vaccine valley van variety vegetable vehicle vein version victim video view viewer village violin virus visitor voice
voicemail volume voter wage waist walker wall wallet ward warehouse washer watch weather website wedding week weekend
weight wheel wheelchair whole wife window wine wing winner winter woman women wood wool word worker world worm wound
wrist writer xray yard year youth zebra zone
"""

# The rest, as they are.
_OTHER = """
able about above abroad absent absolute absolutely academic actual actually additional afraid again against ago ahead
alike alive almost alone along already alright although altogether always amazing among amongst ancient angry annual
another anybody anyhow anyone anything anyway anywhere apart apparently around aside asleep automatic automatically
available awake aware away awful awkward awfully backwards bad badly bare basic basically beautiful became because
become beginning behind below beneath beside besides best better between beyond big bitter black blank blind blonde
blue bold bored boring both bottom brave brief briefly bright brilliant british broad broke brought brown busy came
capable careful carefully casual caught central certain certainly cheap chief chose chosen christmas classic clever
clinical close closed closely clumsy cold comfortable common commonly complex constant constantly correctly crazy
critical cruel curious current currently daily damp dangerous dark dead deaf dear deep deeply definite definitely
delicate delicious dental desperate despite different difficult digital dirty dizzy done down downstairs drunk due
dull during each eager early easily eastern easy economic eight eighteen eighth eighty either eldest electric eleven
else elsewhere empty english enormous enough entire entirely equal equally especially essential even eventually ever
every everybody everyday everyone everything everywhere evil exact exactly excellent except expensive extra extremely
fair fairly false familiar famous far fast fat favourite fell felt female few fewer fierce fifteen fifth fifty final
finally financial fine firstly five fixed flew foolish foreign formal former formerly forth forty forwards fought
found four fourteen fourth free freely frequent frequently fresh friday friendly front frozen full fully fun funny
further gave general generally gentle gently genuine given glad global gone good gorgeous grateful great green grew
grey gross guilty handy happily happy hardly harmful headlong healthy heard heavily heavy held hence herself hidden
high highly himself hollow honest honestly horrible hot however huge hungry ideal identical ill illegal immediate
immediately important impossible incorrectly indeed independent indoors inner innocent inside instead intelligent
internal international irish itself january february march april june july august september october november december
jealous joint kept kind kindly knew known large largely late lately later latest latter lazy least led left legal less
lesser let lets likely likewise literally little local locally lonely long longer lost loud loudly lovely low lucky
mad made main mainly major male manual manually many married massive maybe mean meant meanwhile medical medium mental
mere merely met might mild military missing mobile moderate modern monday monthly moral more moreover most mostly
mouldy much must mutual myself narrow nasty national native natural naturally near nearby nearly neat necessary
neither nervous never new newly next nice nine nineteen ninety nobody noisy none nor normal normally northern nothing
nowadays nowhere obvious obviously odd often okay old once one only onto opposite optional oral ordinary original
originally other otherwise ought ourselves outdoors outer outside over overall overnight paid pale particular
particularly past patient peculiar perfect perfectly perhaps permanent personal physical pink plain plenty plus polite
poor popular possible possibly practical precise precisely pregnant previous previously primary private probable
probably professional proper properly proud public pure purple put quick quickly quiet quietly quite random rapid
rapidly rare rarely rather raw ready real really recent recently red regardless regularly relevant religious
remarkable reliable rich ridiculous right rough roughly royal rude sad sadly safe safely said same sang sat saturday
saw scary secondly secure seen sensible sensitive serious seriously seven seventeen seventy several severe shall
shallow sharp shiny short shortly shut shy sick silly similar similarly simple simply since single six sixteen sixth
sixty slight slightly slowly small smart smooth soft sold solid somebody somehow someone something sometimes somewhat
somewhere soon sore sorry southern special specific specifically spent spoke spoken square steady steep sticky stiff
still stole stolen strange strict strong strongly stuck stupid successful sudden suddenly sufficient suitable sunday
sunny super sure surely sweet swollen tall technical temporarily temporary ten tender terrible tenth thank thanks
themselves therefore thick thin third thirsty thirteen thirty thorough though three threw through throughout throw
thursday thus tidy tight tiny today together told tomorrow tonight took top torn toward towards tough tuesday twelve
twenty twice two typical typically ugly ultimate unable uncomfortable under underneath unfair unfortunate
unfortunately unhappy unique unknown unless unlike unlikely until unusual upon upper upright upset upside upstairs
upward urgent urgently usual usually vague valid valuable various vast versus very violent virtual visible visual
vital vivid weak wealthy wednesday weekly weird well went western wet whatever whenever whereas wherever whether
whichever whilst white whoever wicked wide widely wild wise within without woke won wonderful wooden worse worst worth
worthwhile wrong wrote yellow yes yesterday yet young younger yourself yourselves zero
"""

_VOWELS = "aeiou"
_VOWELS_TOGETHER = re.compile("[aeiouy]+")
_DOUBLED = tuple("bdglmnprt")  # of one syllable: stop, stopped
_STRESSED_AT_THE_END = ("mit", "fer", "cur", "gret", "gin", "trol")  # "submitted", but "visited"


def _is_doubled(word: str) -> bool:
    """Whether its last letter is said twice before an ending."""
    if word.endswith(_STRESSED_AT_THE_END):
        return True
    is_short = len(_VOWELS_TOGETHER.findall(word)) == 1 and word.endswith(_DOUBLED)
    return is_short and word[-2] in _VOWELS and word[-3:-2] not in tuple(_VOWELS)


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2] not in _VOWELS:
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"


def _with_endings(word: str) -> set[str]:
    """Of a verb."""
    found = {word, _plural(word)}
    if word.endswith("y") and word[-2] not in _VOWELS:
        return found | {f"{word}ing", f"{word[:-1]}ied"}
    if word.endswith("e"):
        before = word if word.endswith("ee") else word[:-1]
        return found | {f"{before}ing", f"{word}d"}
    before = word + word[-1] if _is_doubled(word) else word
    return found | {f"{before}ed", f"{before}ing"}


@cache
def _words() -> frozenset[str]:
    doing = set().union(*map(_with_endings, _DOING.split()))
    things = {form for word in _THINGS.split() for form in (word, _plural(word))}
    return frozenset(doing | things | set(_OTHER.split()))


def is_common(word: str) -> bool:
    """In small letters, as words are looked for."""
    return word in _words()
