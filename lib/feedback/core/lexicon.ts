import { stem } from './tokens'

/** Words by how they sound, from −4 to 4; a few dozen are about products, where "crash" and "refund" are bad news. */
const WORDS: readonly (readonly [number, string])[] = [
  [4, 'masterpiece outstanding superb perfection flawless flawlessly phenomenal exceptional magnificent unbeatable'],
  [
    3.2,
    `amazing awesome excellent fantastic wonderful brilliant perfect perfectly love loved loves loving best incredible gorgeous stunning
    delightful delighted thrilled marvelous marvellous fabulous terrific spectacular adore adored beautiful beautifully favorite favourite
    heartwarming captivating mesmerizing riveting unforgettable breathtaking lifesaver genius hilarious touching moving powerful luv adorable blessed`,
  ],
  [
    2.2,
    `great good nice happy glad pleased enjoy enjoyed enjoyable enjoying enjoys recommend recommended recommending impressed impressive
    excited fun funny cool helpful useful thank thanks thankful grateful appreciate appreciated satisfied superior elegant clever smart
    charming entertaining fascinating refreshing engaging compelling memorable solid strong win winner winning worthy friendly smooth smoothly
    reliable intuitive easy easily effortless handy convenient polished kudos bravo yay sweet sublime talented gem joy rich
    inspiring witty original wow awsome excelent luvly amazin gr8 fab neat lovely pleasant pleasantly successful improved`,
  ],
  [
    1.2,
    `like liked likes fine better improve improves improvement quick quickly fast faster simple clean clear clearly stable responsive
    works worked working decent interesting fresh accurate safe secure affordable cheap free support supportive comfortable ok okay honest
    effective efficient efficiently powerful flexible complete useful fair calm bright thoughtful warm subtle genuine sharp generous
    fixed resolved solved success welcome worth deserve hope hopefully proud respect trust relax save saved helps helped help well`,
  ],
  [
    -0.9,
    `slow slowly lag laggy wait waiting expensive pricey hard difficult complicated complex confusing confused unclear missing lacks lack lacking
    limited old outdated small tiny cluttered clunky dull flat long lengthy odd weird strange issue issues problem problems trouble concern
    unfortunately sadly however except despite instead although unless fix needs need wish disappoint shallow predictable uneven thin
    mediocre average forgettable repetitive overlong dated overpriced noisy dark loud heavy unnecessary unsure doubt delay delayed ads advert
    adverts popup popups paywall subscription stale loose careless messy crowded awkward unfinished incomplete inconsistent unsupported`,
  ],
  [
    -2,
    `bad poor poorly disappointing disappointed disappointment disappoints annoying annoyed annoys frustrating frustrated frustration boring bored bore
    buggy bug bugs glitch glitches glitchy error errors fail fails failed failing failure broken broke breaks crash crashes crashed crashing
    freeze freezes freezing froze frozen stuck hang hangs hung laggy unresponsive unusable unreliable unstable useless pointless waste wasted
    wasting lame dumb stupid silly cheesy clumsy sloppy weak worse wrong incorrect missing lost lose losing loses loss refund refunds cancel
    canceled cancelled cancelling uninstall uninstalled uninstalling deleted delete spam spammy scammy misleading unhappy unhelpful unfriendly
    unacceptable unfair inferior ridiculous nonsense cheap tedious tired tiresome bland lifeless pretentious contrived incoherent unconvincing
    unfunny cliche cliched pathetic sad sadly sorry upset upsetting angry mad sucks suck sucked stinks stink blah meh yawn crap crappy junk rubbish
    regret avoid beware nope overcharged charged complaint complain complaining complaints denied blocked locked refuse refuses refused ignored ignore
    ignores insult insulting offensive confuses mess drains drain draining overheats kicked corrupt corrupted leak leaks leaked
    unwatchable failure flop dreadful wooden flawed shoddy turgid derivative sluggish intrusive unwanted unable cannot`,
  ],
  [
    -3.2,
    `terrible horrible awful worst hate hated hates hating disgusting disgusted appalling atrocious abysmal horrendous horrid pathetic garbage trash
    scam scammed fraud fraudulent theft stole stolen steal steals liar liars lies lied lying nightmare disaster catastrophe catastrophic unbearable
    insufferable excruciating worthless unforgivable outrageous disgrace disgraceful shameful shame furious infuriating rage vile repulsive
    ripoff robbed robbery hacked malware virus dangerous dreadful dismal laughable idiotic moronic inexcusable tripe drivel dreck shit shitty
    damn hell bullshit fuck fucking fucked wtf horible terible awfull worthles rip-off trashy abomination unspeakable`,
  ],
]

/** Signs in place of words. */
const SIGNS: readonly (readonly [number, string])[] = [
  [3, '😍 🥰 ❤ ❤️ 💖 💯 🤩 😻 🏆 🎉 🙌 💕 ♥'],
  [2, '😀 😃 😄 😁 😊 🙂 👍 😎 🤗 😂 👏 ✨ 🔥 ⭐ 😋 🥳 💪 ☺ ✅ 🙏 😘'],
  [-1.5, '🙁 ☹ 😕 😟 😐 😑 🙄 😒 😬 🤔 😴 🥱 😞 😔 💔 😪 ❌'],
  [-3, '😠 😡 🤬 👎 😤 🤮 🤢 😭 😢 😩 😫 💩 😖 😣 🖕 😱'],
]

/** Words that only look like one of the above without their ending. */
const SILENT = ['please', 'pleas', 'kindness', 'likely', 'wellness', 'goods', 'means', 'meaning', 'needed', 'waiter']

function build(): Map<string, number> {
  const known = new Map<string, number>()
  const stems = new Map<string, number>()
  for (const [valence, list] of WORDS) {
    for (const word of list.split(/\s+/).filter(Boolean)) {
      known.set(word, valence)
      if (!stems.has(stem(word))) stems.set(stem(word), valence)
    }
  }
  for (const [base, valence] of stems) if (!known.has(base)) known.set(base, valence)
  for (const word of SILENT) known.set(word, 0)
  return known
}
const VALENCE: ReadonlyMap<string, number> = build()

/** How a word sounds; 0 when it says nothing. */
export const valenceOf = (word: string, base: string): number => VALENCE.get(word) ?? VALENCE.get(base) ?? 0

export const SIGN_VALENCE: ReadonlyMap<string, number> = new Map(
  SIGNS.flatMap(([valence, list]) => list.split(' ').map((sign) => [sign.replace('\ufe0f', ''), valence] as const)),
)

/** Turns of phrase whose words alone say something else. */
export const PHRASES: readonly (readonly [string, number])[] = [
  ['waste of time', -3.5],
  ['waste of money', -3.5],
  ['not worth', -2.5],
  ['well worth', 2.5],
  ['worth every', 3],
  ['must have', 2.5],
  ['must see', 2.8],
  ['highly recommend', 3.2],
  ['stay away', -3.2],
  ["don't bother", -3],
  ['do not bother', -3],
  ["don't waste", -3.2],
  ["doesn't work", -2.6],
  ['does not work', -2.6],
  ["don't work", -2.4],
  ["won't work", -2.4],
  ["won't open", -2.4],
  ["won't load", -2.4],
  ["can't log", -2],
  ['not working', -2.4],
  ['stopped working', -2.6],
  ['used to', -0.8],
  ['no longer', -1.2],
  ['money back', -2.6],
  ['too much', -0.9],
  ['too many', -1.2],
  ['falls flat', -2.4],
  ['fell asleep', -2.4],
  ['walk out', -2],
  ['walked out', -2.2],
  ['at least', 0],
  ['at best', -1.5],
  ['on the edge', 1.5],
  ['edge of', 1],
  ['one of the best', 3.2],
  ['one of the worst', -3.6],
  ['could have been', -1.4],
  ['should have been', -1.4],
  ['supposed to', -1.2],
  ['so bad', -2.6],
  ['thumbs up', 2.6],
  ['thumbs down', -2.6],
  ['five stars', 3],
  ['5 stars', 3],
  ['one star', -3],
  ['1 star', -3],
  ['zero stars', -3.4],
  ['0 stars', -3.4],
  ['keep up', 1.5],
  ['great job', 2.6],
  ['good job', 2.2],
  ['well done', 2.6],
  ['no problem', 1.2],
  ['no problems', 1.6],
  ['no issues', 1.8],
  ['no complaints', 2],
  ['never fails', 2.2],
  ['fails to', -2.2],
  ['lack of', -1.6],
  ['sick of', -2.4],
  ['fed up', -2.6],
  ['rip off', -3],
  ['cash grab', -3],
  ['pretty good', 1.8],
  ['kind of', -0.2],
  ['sort of', -0.2],
  ['nothing special', -1.6],
  ['nothing new', -1.4],
  ['not bad', 1.2],
  ['would be great', -0.2],
  ['would be nice', -0.2],
  ['would be good', -0.2],
  ['would love', 0.2],
  ['cannot live without', 2.6],
  ["can't live without", 2.6],
  ["couldn't live without", 2.6],
  ['feels like', 0],
  ['looks like', 0],
  ['would like', -0.2],
  ["i'd like", -0.2],
  ['more like', 0],
  ['like a', 0],
  ['like this', 0],
  ['like the', 0.6],
]
