/** Rules that a workspace begins with: how people write about each matter. Lists are separated by `|`; see `readPhrase`. */
export type SeedRule = { tag: string; weight: number; negationWindow: number; phrases: string }

const rule = (tag: string, weight: number, phrases: string, negationWindow = 3): SeedRule => ({
  tag,
  weight,
  negationWindow,
  phrases,
})

export const RULE_BOOK: readonly SeedRule[] = [
  rule(
    'crash',
    3.6,
    `crash | crashed | crashes | crashing | crashs | craches | crached | keeps closing | keep closing | closes/closed/closing .. itself/suddenly/unexpectedly/automatically/immediately |
    force/forced close/closes/closed/closing/quit/stop | forceclose | force-close | shuts/shut/shutting .. down/itself | shuts off | quits/quit unexpectedly/suddenly/itself | app dies | dies on me | kicks/kicked/kicking/throws/boots/booted me out/back |
    unexpectedly quits/quit/closes/stops/stopped/terminated | has stopped | stops/stopped responding | segfault | segmentation fault | core dump | stack trace | stacktrace | stack overflow |
    blue/white/black screen of death | panic | fatal error/exception | unhandled exception | null pointer | nullpointerexception | uncaught exception/error/typeerror | sigsegv | sigabrt | out of memory | oom |
    abort/aborts/aborted .. unexpectedly | exits/exit immediately/unexpectedly | goes/go/went back to .. home/desktop | bombs out | ctd | keeps stopping/quitting/restarting/rebooting/dying | instantly closes | won't stay open | terminates/terminated itself/unexpectedly`,
  ),
  rule(
    'slow',
    3.2,
    `slow | slows | slower | slowly | slowness | sluggish | lag | laggy | lags | lagging | lagged | laggs | latency | takes/took/taking forever/ages | takes/took/taking .. long/minutes/hours/eternity/while | too long to |
    loading .. forever/minutes/long/ages/endlessly | keeps/just/still/always loading | endless/infinite/constant loading/spinner | spinning wheel/circle | never/barely loads/load/finishes | freeze | freezes | freezing | froze | frozen | freezed | unresponsive | not responsive | not responding | hangs | hanging | hung |
    time out/outs | timeout | timeouts | timed out | times out | stutter | stuttering | stutters | choppy | jerky | janky | snail | crawl | crawls | performance issue/issues/problem/problems/regression/degradation/degraded | poor/bad/terrible/awful performance | high cpu | cpu usage | memory leak |
    wait/waiting .. minutes/forever/hours/seconds/long | long wait/waits/loading/load | drains .. battery | battery drain | eats .. battery/memory/ram | bogs/bogged down | buffering | buffers | slow-motion | not fast | isn't fast | delay | delays | delayed | unbearably long`,
  ),
  rule(
    'confusing',
    3.0,
    `confusing | confused | confuses | confusion | confuse | unclear | not clear | unintuitive | not/isn't/wasn't .. intuitive | counterintuitive | counter intuitive | hard/difficult/tricky/impossible/tough to find/understand/navigate/figure/use/see/know/follow/locate/learn |
    can't/cannot/couldn't/can/could .. find/figure/understand/locate | where is | where are | where do | where did | where can i | how do i | how do you | how to | how can i | how does | what does | what do | don't/doesn't/didn't/not understand | makes no sense | make no sense | doesn't make sense | not user friendly | unfriendly |
    complicated | overcomplicated | over complicated | too complex | convoluted | cluttered | clutter | messy | cumbersome | clunky | not obvious | hidden | buried | misleading | figure out | lost in | too many steps/clicks/taps/options/menus | learning curve | no idea how/what/where | puzzling | baffling | disorganized | disorganised | awkward`,
    0,
  ),
  rule(
    'bug',
    2.4,
    `bug | bugs | buggy | buged | bugged | glitch | glitchy | glitches | glitching | error | errors | defect | broken | broke | breaks | breaking | fail | fails | failed | failing | failure | fault | faulty | malfunction | regression | exception |
    not/doesn't/don't/didn't/won't/isn't/wasn't/stopped/stops/dont/doesnt/wont/quit work/working/works/function/functioning | no longer works/work/working/able/loads/opens/possible/shows | won't/doesn't/can't/cannot/wouldn't/cant/wont/couldn't open/load/start/launch/connect/save/sync/update/play/upload/download/install/send/show/display/refresh/log/login/access/submit/scroll/click |
    unable to | not able to | refuses to | wrong | incorrect | incorrectly | incorrect | missing/disappeared/vanished after/since/from/when | disappears | disappeared | blank screen/page | white screen | black screen | stuck on/at/in | doesn't/doesnt/don't/dont/didn't/not/never return/returns/load/loads/show/shows/appear/respond/connect/start/play/send/receive/register/recognize/count/record/update/refresh/save/open/display/print/sync/import/export | problem with | issue with | problems with | issues with | keeps saying/telling/giving/showing/asking | doesn't/does not/don't/do not recognize/recognise/respond/appear/save/load/show/sync |
    expected behavior/behaviour | actual behavior/behaviour/result | steps to reproduce | reproduce | repro | reproducible | undefined | nan | null | 404 | 500 | 502 | 503 | invalid | unexpected | unexpectedly | fix this/it/the/that/asap/please | please fix | needs fixing/fixed | needs to be fixed | has been broken | after .. update/upgrade/updating/upgrading | since .. update/upgrade/updating | used to work | worked before | worked fine before | useless now | not opening/loading/syncing/showing/connecting/responding/playing/saving/updating/sending/downloading/uploading`,
    3,
  ),
  rule(
    'ui',
    2.2,
    `ui | user interface | interface | layout | design | redesign | font | fonts | color | colors | colour | colours | theme | dark mode | darkmode | night mode | light mode | button | buttons | icon | icons | menu | menus | toolbar | sidebar | navigation | navbar | screen size | landscape | portrait | alignment | misaligned | overlaps | overlapping | truncated | cut off | pixelated | blurry | ugly | looks/look .. ugly/dated/outdated/nice/great/clean/beautiful/bad | visually | aesthetics | appearance | scroll | scrolling | popup | pop up | dialog | modal | text size | tooltip | dropdown | animation | animations | widget | notification bar | readability | contrast | spacing | padding`,
    0,
  ),
  rule(
    'functionality',
    1.6,
    `feature | features | functionality | function | functions | option | options | ability | capability | integration | integrations | export | import | setting | settings | sync | filter | filters | search | shortcut | shortcuts | support for | customize | customise | customization | customizable | tool | tools | plugin | extension | api | automation | workflow | offline | backup`,
    0,
  ),
  rule(
    'billing',
    3.0,
    `billing | billed | bill | bills | invoice | invoices | invoiced | charge | charges | charged | charging | overcharged | overcharge | double charged | refund | refunds | refunded | payment | payments | pay | paid | paying | paypal | credit card | debit card | card declined | declined | subscription | subscriptions | subscribe | subscribed | unsubscribe | renewal | renewed | auto renew | autorenew | cancel/canceled/cancelled .. subscription/trial/plan/membership | free trial | trial | price | prices | pricing | priced | cost | costs | expensive | overpriced | money back | my money | purchase | purchased | purchases | in app purchase/purchases | checkout | receipt | coupon | coupons | promo | discount | gift card | premium | paywall | transaction | transactions | tax | vat | fee | fees`,
    0,
  ),
  rule(
    'login',
    3.2,
    `login | logins | log in | logging in | logged out | log out | logs me out | logged me out | logging me out | sign in | signin | signing in | sign up | signup | signed out | signs me out | sign me out | password | passwords | passcode | username | authentication | authenticate | authenticator | 2fa | two factor | two-factor | mfa | otp | verification code/email | verify my/email/account | account locked | locked out | lock me out | locked me out | captcha | sso | single sign | oauth | session expired | credentials | forgot password/my | reset link | can't/cannot/cant access .. account | face id | fingerprint | touch id | biometric`,
    0,
  ),
  rule(
    'data-loss',
    3.4,
    `lost/lose/losing/loses/loosing/looses all/my/our/everything/data/progress/work/files/photos/notes/history/changes/saves/hours | data loss | lost data | all .. gone/lost/deleted/erased/disappeared/vanished/wiped | my .. gone/vanished/disappeared/wiped/erased/deleted | deleted/erased/wiped/removed .. my/all/everything/our/data | wiped | overwrote | overwrites | overwritten | didn't/doesn't/not/never/won't save/saved/saving/saves | corrupt | corrupted | corrupts | corruption | unrecoverable | cannot/can't recover | not recoverable | everything is gone | everything was gone | everything gone | data .. missing/disappeared/vanished/gone/deleted/lost/erased | progress .. gone/lost/deleted/reset/erased | reset .. progress | erased`,
    0,
  ),
  rule(
    'security',
    3.4,
    `security | insecure | unsecure | vulnerability | vulnerabilities | vulnerable | hacked | hack | hacker | hackers | phishing | malware | virus | trojan | spyware | breach | breached | leak/leaks/leaked/leaking .. data/password/passwords/information/personal/email/emails/private | data leak | xss | csrf | sql injection | injection | exploit | exploits | cve | privacy | private data/information | personal data/information | gdpr | unauthorized | unauthorised | without .. permission/consent | stolen | stole | identity theft | fraud | fraudulent | scam | encryption | unencrypted | encrypted | plain text password/passwords | plaintext | someone else | somebody else | other people's | other users' | someone else's | privilege | permissions .. why/invasive | tracking me | sells/selling/sell .. data`,
    0,
  ),
  rule(
    'accessibility',
    3.4,
    `accessibility | accessible | inaccessible | a11y | screen reader | screenreader | screen readers | voiceover | voice over | talkback | nvda | jaws | wcag | aria | alt text | blind | visually impaired | low vision | deaf | hard of hearing | captions | subtitles | closed captions | keyboard only | keyboard navigation | tab order | colorblind | color blind | colour blind | colourblind | dyslexia | dyslexic | contrast | high contrast | font/text .. small/tiny/bigger/larger | too small to read | small text | tiny text | tiny font | larger text | bigger font | can't read | cannot read | hard to read | difficult to read | disabled people/users/person | disability | disabilities | motor impairment | epilepsy | flashing | reduced motion | zoom | assistive | elderly | wheelchair`,
    0,
  ),
  rule(
    'content',
    1.6,
    `content | article | articles | video | videos | music | song | songs | photo library | catalog | catalogue | episode | episodes | recipe | recipes | level | levels | lesson | lessons | documentation | docs | typo | typos | spelling | translation | translations | translated | outdated information | wrong information | inaccurate | copy | wording | tutorial | tutorials | guide | faq | quiz | news | ads | ad | advert | adverts | advertisements | commercials | inappropriate`,
    0,
  ),
  rule(
    'praise',
    2.6,
    `love | loved | loving | amazing | awesome | awsome | excellent | excelent | fantastic | wonderful | brilliant | perfect | perfectly | great | best | superb | outstanding | thank you | thanks for | thanks to | well done | good job | great job | great work | keep it up | keep up | highly recommend | recommend | recommended | recommend it | five stars | 5 stars | must have | favorite | favourite | impressed | impressive | works great/well/perfectly/fine/flawlessly | really/very/so good/helpful/useful/nice/cool/happy | good app | nice app | cool app | great app | fun | enjoy | enjoyed | enjoying | kudos | bravo | can't live without | life saver | lifesaver | game changer | life changing | delighted | lovely | beautiful | good`,
    3,
  ),
  rule(
    'question',
    2.4,
    `how do i | how do you | how do we | how can i | how can we | how to | how would | how should | is it possible | is there | are there | can i | can we | can you | can someone | can anyone | could you | could someone | does anyone | does it | does this | do you | do i need | should i | what is | what are | what does | what's the | whats the | where is | where can | where do | when will | when is | why is | why does | why do | why are | which | who can | any idea | any ideas | any way to | any chance | anyone know | wondering | question | i'd like to know | please explain | please advise | clarify | clarification | is this expected/intended/normal | am i missing/doing | what am i | does that mean | explain | help me understand`,
    0,
  ),
]
