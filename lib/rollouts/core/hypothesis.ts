import { type DraftForm } from './schema'

const bare = (text: string): string => text.trim().replace(/[.,;\s]+$/, '')

/** "We believe one page for new customers will raise completed checkouts by 1 pp because …" from its four parts. */
export function hypothesisSentence({ change, people, effect, because }: Parts): string {
  const parts = [
    bare(change) && `We believe ${bare(change)}`,
    bare(people) && `for ${bare(people)}`,
    bare(effect) && `will ${bare(effect)}`,
    bare(because) && `because ${bare(because)}`,
  ].filter(Boolean)
  return bare(change) === '' || bare(effect) === '' ? '' : `${parts.join(' ')}.`
}

type Parts = Pick<DraftForm, 'change' | 'people' | 'effect' | 'because'>

/** One's own words, else the sentence; empty while neither is there. */
export const hypothesisOf = (form: DraftForm): string => form.hypothesis.trim() || hypothesisSentence(form)
