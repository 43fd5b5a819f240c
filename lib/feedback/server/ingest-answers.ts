import { refusalWords } from '../core/incoming'
import { type IngestAnswer, type IngestItemAnswer, type ItemRefusal } from '../core/schema'

export const rejected = (index: number, code: ItemRefusal): IngestItemAnswer => ({
  index,
  status: 'rejected',
  id: null,
  name: null,
  code,
  message: refusalWords(code),
  ignored: [],
})

/** All answers of a request with their counts, in the order in which the items came. */
export function ingestAnswer(items: readonly IngestItemAnswer[]): IngestAnswer {
  const count = (status: IngestItemAnswer['status']) => items.filter((item) => item.status === status).length
  return {
    created: count('created'),
    duplicate: count('duplicate'),
    rejected: count('rejected'),
    items: items.toSorted((a, b) => a.index - b.index),
  }
}
