/**
 * Arrays in the text form that Postgres reads, for parameters of `unnest`. The driver's own way looks at every element
 * several times and costs more than the insert itself. Callers know their elements: only `texts` need quoting.
 */
export const numbersArray = (values: readonly (number | null)[]): string =>
  `{${values.map((value) => value ?? 'null').join(',')}}`

/** Words of a closed set, without spaces, quotes or commas. */
export const wordsArray = (values: readonly string[]): string => `{${values.join(',')}}`

/** Byte strings as hex digits. */
export const bytesArray = (values: readonly string[]): string =>
  values.length === 0 ? '{}' : `{"\\\\x${values.join('","\\\\x')}"}`

export const textsArray = (values: readonly (string | null)[]): string => `{${values.map(quoted).join(',')}}`

const SPECIAL = /["\\]/
const EVERY_SPECIAL = /["\\]/g

function quoted(text: string | null): string {
  if (text === null) return 'null'
  return SPECIAL.test(text) ? `"${text.replace(EVERY_SPECIAL, '\\$&')}"` : `"${text}"`
}
