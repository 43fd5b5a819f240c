import { type DraftPart } from '@/lib/rollouts/core/schema'

export type { DraftPart } from '@/lib/rollouts/core/schema'

/** The five parts in order. Kept apart from the schemas, which no page has to fetch. */
export const DRAFT_PARTS: readonly DraftPart[] = ['why', 'who', 'how', 'safety', 'review']
