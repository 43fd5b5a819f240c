/** Longest text that is kept, in UTF-16 units; analysis reads the first `ANALYSED_MAX`. */
export const TEXT_MAX = 100_000
export const ANALYSED_MAX = 10_000

/** Half a surrogate pair: with the `u` flag a whole pair is one character. */
const LONE = /\p{Cs}/gu
/** Marks that turn the direction of what follows: they can make a line read as another one. */
const TURNING = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]/g
// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff]/g

/** Text as it can be stored and shown: no NUL, no halves of characters, no turning marks, plain line ends. */
export function cleanText(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(LONE, '\ufffd')
    .replaceAll(TURNING, '')
    .replaceAll(CONTROL, '')
    .replaceAll(/[ \t]+\n/g, '\n')
    .replaceAll(/\n{4,}/g, '\n\n\n')
    .trim()
}

/** One line of at most `max` characters. */
export const cleanLine = (text: string, max: number): string =>
  charactersOf(cleanText(text).replaceAll(/\s+/g, ' ')).slice(0, max).join('')

/** Whole characters, so that a cut leaves no half of a pair. */
const charactersOf = (text: string): string[] => Array.from(text)

/** The form in which two texts are the same text: NFKC, small letters, single spaces. */
export const sameText = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim()

/** The first `max` characters on one line, cut at a word where that is near. */
export function excerptOf(text: string, max = 160): string {
  const line = charactersOf(
    text
      .slice(0, max * 4)
      .replaceAll(/\s+/g, ' ')
      .trim(),
  )
  if (line.length <= max) return line.join('')
  const cut = line.slice(0, max - 1).join('')
  const word = cut.lastIndexOf(' ')
  return `${word > max * 0.7 ? cut.slice(0, word) : cut}…`
}
