import { type Token } from './tokens'

const COMMON: Readonly<Record<string, string>> = {
  en: 'the and to of is it in for this that with not you on was are have be but my so can when very app just no i a great good',
  de: 'der die das und ist nicht ich es zu mit den ein eine auf für sich auch aber wie sie wenn nur noch kann app sehr gut mir',
  fr: 'le la les et est pas je de des un une pour que qui dans sur avec mais plus cette ne très vous il bien mon ce',
  es: 'el la los las y es no de que en un una por con para se lo pero muy más me mi esta app como bien todo',
  it: 'il la che e di non è per un una con mi ma si del come più sono molto app questa bene anche ho',
  pt: 'o a os as e de que não é um uma para com em por mas muito eu meu app bom se mais como está',
  nl: 'de het een en is niet ik van dat te met op voor maar die er zijn ook heel goed deze app wel',
}
const LISTS = Object.entries(COMMON).map(([language, words]) => [language, new Set(words.split(' '))] as const)

/** The language of a text by its common words and its script; null for too few words to tell. */
export function languageOf(text: string, tokens: readonly Token[]): string | null {
  const script = scriptOf(text)
  if (script) return script
  if (tokens.length === 0) return null
  const [best, second] = LISTS.map(([language, words]) => {
    const hits = tokens.reduce((sum, { word }) => sum + (words.has(word) ? 1 : 0), 0)
    return { language, share: hits / tokens.length }
  }).toSorted((a, b) => b.share - a.share)
  if (!best || best.share < 0.12) return tokens.length < 6 && /^[\p{ASCII}]*$/u.test(text) ? 'en' : null
  return second && second.share === best.share && best.language !== 'en' && second.language !== 'en'
    ? null
    : best.language
}

function scriptOf(text: string): string | null {
  if (/[\u3040-\u30ff]/.test(text)) return 'ja'
  if (/[\uac00-\ud7af]/.test(text)) return 'ko'
  if (/[\u4e00-\u9fff]{2}/.test(text)) return 'zh'
  if (/[\u0400-\u04ff]{3}/.test(text)) return 'ru'
  if (/[\u0600-\u06ff]{3}/.test(text)) return 'ar'
  if (/[\u0590-\u05ff]{3}/.test(text)) return 'he'
  return /[\u0900-\u097f]{3}/.test(text) ? 'hi' : null
}
