"""Word classes that the rules need: closed classes, and verbs that are only recognised, not coded."""

from __future__ import annotations

# fmt: off
__all__ = [
    "ADVERB", "BE", "DET", "DO", "FINITE_BE", "HAVE", "JOIN", "MODAL", "NEG", "NOUNISH", "NUMBERS", "OTHER_VERBS", "PREP", "SAY", "SOFT_SUBORD",
    "SUBORD", "WEAK_SAY", "WILL", "ZERO_THAT", "word_set",
]  # fmt: skip


def word_set(words: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(words.split())


BE = word_set("is are was were be been being am 's 're 'm")
FINITE_BE = word_set("is are was were am 're 'm")
HAVE = word_set("has have had having 've")
DO = word_set("do does did")
WILL = word_set("will shall 'll")
MODAL = word_set("would could can may might should must 'd")
NEG = word_set("not never n't no hardly neither nor without")
JOIN = word_set("and but or nor yet")
ADVERB = word_set(
    "also again already still later then now soon since once twice yet just ever always often only even jointly reportedly publicly formally officially "
    "repeatedly immediately recently finally initially separately temporarily partially fully both all each not never n't indeed thus therefore meanwhile "
    "instead first long to-date today yesterday tomorrow so too far quickly promptly quietly openly unilaterally duly meanwhile nevertheless nonetheless "
    "hereby forthwith thereby last nevertheless however tonight afterwards subsequently eventually abruptly effectively virtually simply clearly rightly overnight"
)
DET = word_set(
    "the a an this that these those its his her their our my your any some no every each both all another such which whose"
)
PREP = word_set(
    "in at on of to from for with by through via near under over into onto against between among across after before since during without within inside "
    "outside around about towards toward behind beyond upon despite per as than until throughout following amid alongside regarding concerning besides pending"
)
NUMBERS = word_set("two three four five six seven eight nine ten eleven twelve several many some few")
SUBORD = word_set(
    "after before because while when where whereas although though if unless until once since as so whether that which who whom lest whose what whatever how why"
)
SOFT_SUBORD = word_set("after before since until as so once")
"""Subordinators that are prepositions as often."""

SAY = word_set(
    "hear know learn see read say tell add announce state report write declare confirm note claim insist explain stress argue maintain acknowledge estimate describe predict "
    "forecast expect think suggest indicate reveal disclose reply respond comment caution warn remark observe believe contend assert emphasise emphasize "
    "quote post recall anticipate admit hint point inform notify swear hope foresee deny promise reiterate underline underscore reaffirm affirm assure "
    "concede tweet complain counter underlined signal conclude reckon testify joke quip boast lament clarify understand "
    "fear doubt project outline specify allege relate advise remind retort highlight proclaim recount opine confide aver mention pronounce dispute refute contradict surmise suspect foretell"
)
"""Verbs that bring in what somebody says or thinks."""
WEAK_SAY = word_set("hear know learn see read find point recall understand describe post quote relate")
"""Verbs that do so only before "that"."""

ZERO_THAT = SAY | word_set(
    "hear know learn see read mean ensure find show decide agree pledge vow feel guess assume propose demand realise realize"
)
"""Verbs after which a clause may begin without "that"."""

NOUNISH = word_set(
    "berth berths stock stocks detail details remains leave mean means call calls talk talks visit visits demand demands attack attacks strike strikes order orders request requests claim claims report reports offer offers "
    "plan plans halt halts ban bans fine fines protest protests march rally award awards supply supplies support supports return returns transfer transfers "
    "release releases increase increases note notes host hosts raise start starts stop stops block blocks hit hits back object objects fire fires ring target "
    "targets state states praise appeal appeals press cut cuts pay probe audit sanction sanctions comment comments forecast forecasts estimate estimates promise "
    "promises pledge pledges shell shells raid raids raises move moves post posts direct open place places delay delays rule rules phone phones flow flows point "
    "points run runs set sets drop drops commit hold holds vow vows question questions remark remarks review reviews brief limit limits loan draft exports export "
    "imports import loads load costs cost needs need uses use works work reaches reach controls control produces produce trade trades names name forms form marks "
    "mark dates date progress advance advances changes change shares share treats hopes hope lack range means results result account accounts store stores aims aim "
    "causes cause concerns concern damages damage gains gain benefits benefit issues issue turns turn ends end stays stay declines decline losses study meets lead "
    "leads matter matters process refuse base permits permit schedule schedules tender tenders contract contracts renew ship ships face faces hand hands step steps "
    "rise rises fall falls pump pumps line lines field fields price prices barrel barrels border borders crude tanker tankers truck trucks route routes worker levels "
    "interest interests signal signals view views vote votes walk walks sign signs sound sounds suit suits sale sales stake stakes stall stalls shift shifts "
    "stand stands test tests tie ties top tops total totals track tracks trial value values wage wages waste watch wells well water waters win wins word words "
    "answer answers approach approaches bid bids blame bill bills boost breach breaches break breaks bank banks bar bars battle battles book books budget budgets "
    "burden cabinet capital cap caps charge charges check checks choice clash clashes close closes company cover covers credit credits crew crews debt deal deals "
    "debate debates deposit deposits design discount discounts dispute disputes document documents doubt doubts drill drone drones effort escape exchange exchanges exit "
    "experience figure figures file files finance finances focus force forces fuel fuels fund funds gas gate gates ground group groups guard guards guarantee guarantees "
    "guide harm head heads help home house impact influence input invoice invoices joint judge judges lapse lapses law lease leases letter level link links "
    "list lists log logs look looks mandate mandates market markets measure measures mediate meeting message mine mines minister mission model monitor network notice "
    "notices number numbers oil operation outline outlines output pact panel part party pass passes pause pauses payment pipe pipeline plant plants platform play plays "
    "port ports position positions pressure profit profits project projects purchase purchases push pushes quarter quote quotes race raise rate rates read record "
    "records refuel region release relief remain reply replies research reserve reserves respect response rest risk risks role round rounds row rows sample samples scale "
    "scope season seat seats sector security service services settlement shut side sides site sites source sources spot stage stages staff standard status storage stream "
    "strike structure struggle style subject sum sums summit surface survey table tables tank tanks tap target task tax taxes team telephone terminal terms territory ticket "
    "time times title tone tool touch tour tours transit transport treaty trip trips trouble trust unit units venture version vessel vessels volume volumes war warning "
    "weight window worry yield yields zone abuse access act acts address addresses affair alarm alert alerts amount amounts appeals arm arms array assault attempt attempts "
    "average aid aide aids board boards bond bonds bomb bombs campaign camp case cases cause chair chairs challenge challenges circle claim class clause coast code "
    "condition conditions conflict conflicts contact contacts contest convoy cooperation count counts court courts crash crisis cross custom customs cycle damage danger defence "
    "depot desk dinar dock docks dollar double down draw draws dream drive drives dues duty election engineer envoy error estate event example excess executive exercise exhibit "
    "expert express extract fail failure farm fear fears fee fees feed feeds feel fight fights fill film finish firm firms fish flag flags flare flash fleet "
    "flight flood floor food foot form free freeze front gap gift goal grade grain grant grants grip growth guess gun heat height hike hikes history hit hour "
    "idea image impasse incident income industry insult interview interviews invite inspection iron island item job join joke journey key kick kind land lawsuit leak leaks leave level "
    "lie light limit live loss lot major majority manager manner map maps mass master mean meter mile minor minute mix mode money mood motion move name nation nature net night "
    "north objective offence office official operator option outcome outlook pace package page pair paper parent parliament partner path pattern peak people permit person picture piece pilot "
    "plea plot pocket poll pool power present problem proceed proceeds produce product production promise proof property proposal prospect province public pull purpose quota quotas rail rain "
    "ramp range reading reason rebel refinery reform refund regard register regulator reject rent repair repairs report rescue resident revenue reward right rights river road rocket room "
    "root rule ruling salary salaries search secret sell senior sense sentence separate sequence series session settlement shape shelf shell shipment shop shore short shot show shows "
    "shutdown sink skill slice slip smell smoke soldier solution sort space speech speed spend spill sport spread square stamp star statement station steal steel stem stock stone strain "
    "strategy street strength stress stretch string stroke sugar summer supplier surge surplus suspect swap swaps swing switch system tail tale talk teacher threat throughput thought throw tide title toll "
    "ton tonne touch towel town trace traffic train transaction travel treasury treat tree trend trick trigger troop try tube turnout twist type union upgrade user utility valve valves venue "
    "verdict victim village violence vision voice voices wall warehouse wave waves wealth weapon wear weather week welcome wheat wheel wing winter wish wishes witness wonder wood worth wound wrong year youth"
)
"""Forms that are as often nouns; they count as verbs only after a subject and before a complement."""

OTHER_VERBS = tuple(
    sorted(
        word_set(
            "want need hope continue face lie depend require cover include follow allow cost owe amount total average produce carry use help cause lack exceed "
            "reflect show mean work try manage fail plan intend prepare aim decide choose appear seem prove return enter cross wait resolve overcome obtain await "
            "handle operate own control store load export import process refine account form base consist range represent mark point turn end last stay stall "
            "collapse falter progress advance proceed change develop improve worsen decline drop climb slip gain trade earn lose spend save reach name identify "
            "consider regard treat like share complete agree concern affect involve contain date expire enable ensure guarantee protect preserve damage injure kill "
            "destroy remain become keep get go come take make see find bring leave put let know think look feel seem believe live ask show try serve die expect build "
            "fall send build understand draw break spend rise sell pull push bear wear lay lead read grow walk win teach offer remember love consider appear buy serve "
            "accompany achieve acquire adapt adjust administer adopt advise afford aim allocate alter analyse apply appoint approach argue arise arrange arrive assess "
            "assign assist associate assume attach attempt attract attribute authorise authorize avert avoid balance ban bar bear beat belong benefit bet bind borrow bounce "
            "breach brief broadcast broker burn bypass calculate cap capture cast cease celebrate challenge characterise charge chase check circulate cite claim clarify "
            "classify clean clear coincide collect combine comfort command commence commission communicate compare compel compensate compete complain complicate comply comprise "
            "concentrate condition confer confine conflict confront connect constitute constrain construct consume contact contest contract contrast contribute convert convey "
            "convince coordinate cope count crack crash create credit cripple curb curtail cure damage deal debate decide deduct deem deepen defeat defend defer define delay "
            "delegate demonstrate depart depict deploy deposit deprive derive deserve design designate detail detect deteriorate determine devote dictate differ diminish "
            "disagree disappear disappoint discharge disclose discuss dispatch disperse displace display dispose dispute disrupt dissolve distance distinguish distribute "
            "divert divide dominate doubt draft drag drain drill drive dry dwindle ease echo elect elevate eliminate embark embrace emerge emphasise employ empower "
            "empty encounter encourage endanger endure enforce engage enjoy enlarge enrich entail entitle erode erupt escalate escape establish evacuate evaluate evolve "
            "examine exclude execute exempt exercise exhaust exist expand experience explore expose express extend extract face facilitate favour favor fear feature "
            "fetch fill finance finish fit fix flee flood fluctuate focus forbid force foster frame frustrate fuel fulfil fulfill function fund gather generate govern "
            "greet guard guide hamper harm hasten head heal heighten highlight hinder hinge hire honour honor house hurt idle ignore illustrate imagine implement imply "
            "impose impress incline incorporate increase incur induce inflict influence inherit inject insert inspect install intensify interpret interrupt intervene "
            "introduce invest isolate issue jeopardise jeopardize join judge justify jump knock label lag land languish last launch leak learn lease lengthen lessen "
            "license lie limit linger link liquidate list listen loom lower maintain march market match matter mature measure mediate merge miss mix monitor mount "
            "multiply narrow near necessitate neglect negotiate nominate notice obey oblige observe occupy occur offset omit originate outline outweigh overhaul oversee "
            "overshadow overturn owe pair paralyse paralyze park participate pass patrol pause perform persist persuade pertain pile place play plead plunge pose position possess "
            "postpone pour preclude prefer present preside pressure presume prevail prevent price proceed procure profit prohibit prolong promote prompt provoke prove "
            "publish pull punish purchase pursue qualify quit raise reach react realise realize rebound recall receive reckon recognise recognize recommend reconcile reconsider "
            "reconvene record recover recruit redirect reduce refer reflect regain regulate reinforce reiterate relate relax relay rely relocate remind render renegotiate rent repair "
            "repeat replace replenish represent reproduce rescue reserve reside resist resolve resort restrain restrict result resurface retain retire retreat retrieve "
            "reunite reverse revise revolve reward reshape reroute ring risk rotate route ruin rumble safeguard sail salvage satisfy scale scrutinise schedule secure seek "
            "seem separate serve service settle shake shape shelve shield shift shrink shuttle sideline sink skip slash sleep slide slow smuggle soar solve spark "
            "specify speculate spill split spoil spread spur squeeze stabilise stabilize stack stage stand stem step stipulate stir stock strain strand strengthen stress "
            "stretch strip struggle stumble submit subsidise substitute succeed suffer suffice suit supervise surface surge surpass surrender surround survive suspect "
            "sustain swap swing switch tackle tailor tempt tend tender terminate test thank thwart tie tighten top touch tow track train translate transport travel "
            "trigger triple truck trust undergo underline undermine underpin undertake underwrite unite unload unveil update uphold upset utilise vacate value vanish vary "
            "venture verify vest view violate vote wait waive wane warrant waste watch weaken weather weigh widen wind wipe wish withstand witness wonder worry "
            "worsen wrap yield steal defy spare blend bury shoot choke tolerate ration idle pledge empty accuse"
        )
    )
)
"""Verbs that no entry of the lexicon codes, but that make clauses."""
