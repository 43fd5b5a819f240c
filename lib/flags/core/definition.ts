import type { FlagDefinition } from './schema'

type Added = Pick<FlagDefinition, 'name' | 'kind' | 'permanent' | 'expectedImpact' | 'tags' | 'removedOn'>
const ADDED: Added = { name: '', kind: 'release', permanent: false, expectedImpact: '', tags: [], removedOn: null }

/** A definition with every field: those that came later have their default in what was stored before. */
export const fullDefinition = (stored: FlagDefinition): FlagDefinition => ({ ...ADDED, ...stored })
