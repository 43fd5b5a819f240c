import { type FlagType } from '@/lib/flags/core/schema'

const CALLS: Readonly<Record<FlagType, string>> = {
  boolean: 'getBooleanValue',
  string: 'getStringValue',
  number: 'getNumberValue',
  object: 'getObjectValue',
}

/** Three lines of OpenFeature for a server, with the flag's key and its safe value. */
export function snippetOf(key: string, type: FlagType, safeValue: unknown, origin: string): string {
  return [
    `OpenFeature.setProvider(new OFREPProvider({ baseUrl: '${origin}', headers: [['Authorization', \`Bearer \${process.env.SOUNDINGS_KEY}\`]] }))`,
    'const flags = OpenFeature.getClient()',
    `const value = await flags.${CALLS[type]}('${key}', ${JSON.stringify(safeValue)}, { targetingKey: user.id })`,
  ].join('\n')
}
