import { type Import, type SourceFile } from './read-house'

/** Domains by rank: a domain imports from those below it, never sideways or up. */
export const RANKS: Readonly<Record<string, number>> = {
  governance: 0,
  flags: 1,
  telemetry: 1,
  rollouts: 2,
  feedback: 2,
  analysis: 3,
  incidents: 4,
  delivery: 4,
  notifications: 5,
}

type Rule = { room: string; may: readonly string[]; types?: readonly string[] }

const KERNEL = ['lib/kernel/**', 'npm:zod']
const REACT = ['npm:react', 'npm:react-dom', 'npm:next', 'npm:@tanstack/react-query', 'npm:zod']
const NODE = ['npm:**', 'node:**']
const SERVER = [
  'lib/{kernel,platform}/**',
  'lib/<d>/core/**',
  'lib/<lower>/core/{model,schema}',
  'lib/<lower>/server/contract',
  'drizzle/schema/<d>',
  'drizzle/schema/<d>-*',
  ...NODE,
]

/**
 * Who may import what (besides the own room). `<d>` is the own domain, `<lower>` any of a lower rank, `<any>` any;
 * `*` is one part of a path, `**` any number. The first rule that fits a file holds.
 */
export const TABLE: readonly Rule[] = [
  { room: 'lib/kernel', may: ['npm:zod'] },
  { room: 'lib/statistics', may: ['lib/kernel/**', 'npm:@stdlib/*', 'npm:ml-matrix', 'npm:@datadog/sketches-js'] },
  {
    room: 'lib/<d>/core',
    may: [
      ...KERNEL,
      'lib/statistics/**',
      'lib/<lower>/core/{model,schema}',
      'npm:json-logic-engine',
      'npm:protobufjs',
      'npm:re2js',
    ],
  },
  { room: 'lib/platform', may: [...KERNEL, 'drizzle/schema/platform', ...NODE] },
  // The audit chain and the secrets are governance's to show, and platform's to keep.
  { room: 'lib/governance/server', may: [...SERVER, 'drizzle/schema/platform'] },
  { room: 'lib/<d>/server', may: SERVER },
  { room: 'lib/<d>/client', may: [...KERNEL, 'lib/<d>/core/**', 'npm:@tanstack/react-query'] },
  {
    room: 'lib/server',
    may: ['lib/<any>/{core,server}/**', 'lib/{kernel,platform}/**', 'lib/test/run-all', 'drizzle/seed/**', ...NODE],
  },
  { room: 'lib/cli', may: [...KERNEL, 'lib/<any>/core/**', 'lib/statistics/**', 'lib/server/admin', 'node:**'] },
  { room: 'lib/test', may: ['lib/platform/**', ...NODE] },
  { room: 'components/ui', may: [...KERNEL, ...REACT, 'npm:radix-ui', 'npm:lucide-react'] },
  { room: 'components/charts', may: [...KERNEL, ...REACT, 'components/ui/**', 'npm:recharts'] },
  { room: 'components/live', may: [...KERNEL, ...REACT, 'components/ui/**'] },
  {
    room: 'components/*',
    may: [
      ...KERNEL,
      ...REACT,
      'npm:lucide-react',
      'npm:@tanstack/react-virtual',
      'components/**',
      'lib/<d>/{core,client}/**',
    ],
  },
  {
    room: 'app',
    may: [
      'components/**',
      'lib/<any>/{core,client,server}/**',
      'lib/platform/{command,session,rest}',
      'npm:@fontsource-variable/*',
      ...KERNEL,
      ...REACT,
    ],
    types: ['lib/platform/runtime'],
  },
  { room: 'drizzle/schema', may: [...KERNEL, 'npm:drizzle-orm'], types: ['lib/<any>/core/**'] },
  { room: 'drizzle/seed', may: ['lib/<any>/{core,server}/**', 'lib/{kernel,platform}/**', ...NODE] },
  { room: 'e2e', may: ['drizzle/seed/**', 'lib/{kernel,test}/**', 'lib/platform/embedded-postgres', ...NODE] },
  { room: '*.config', may: NODE },
  { room: 'lib/*.config', may: NODE },
  { room: 'drizzle/config', may: NODE },
  { room: 'lib/architecture', may: ['lib/kernel/permissions', ...NODE] },
  { room: 'lib/architecture.test', may: ['lib/architecture/**', 'lib/kernel/permissions', ...NODE] },
  { room: 'instrumentation', may: ['lib/{server,platform}/**', 'lib/<any>/server/**', 'npm:next'] },
]

/** Tests reach deeper into the rooms below them, and use the tools of testing. */
const TESTS_MAY = [...NODE, 'lib/test/**', 'lib/{kernel,platform}/**', 'lib/<d>/**', 'drizzle/schema/*']
const TESTS_OF: Readonly<Record<string, string>> = {
  'lib/<d>/core': 'lib/<lower>/core/**',
  'lib/<d>/server': 'lib/<lower>/{core,server}/**',
  'lib/platform': 'lib/governance/server/testing',
  'lib/cli': 'lib/{governance,telemetry}/server/*',
  // What REST's tests hold complete is what the sources declare.
  app: 'lib/architecture/*',
}

/** What keeps this import out of this file, in a sentence; null when it is allowed. */
export function importRefusal(file: Pick<SourceFile, 'path' | 'isTest'>, { to, typesOnly }: Import): string | null {
  const rule = TABLE.find(({ room }) => roomPattern(room).test(file.path))
  if (!rule) return `${file.path} lies in no room of the house`
  const room = roomPattern(rule.room).exec(file.path)?.[0] ?? ''
  const domain = /^(?:lib|components)\/([^/.]+)/.exec(file.path)?.[1] ?? ''
  const allowed = [
    ...rule.may,
    ...(typesOnly ? (rule.types ?? []) : []),
    ...(file.isTest ? [...TESTS_MAY, TESTS_OF[rule.room] ?? ''] : []),
  ]
  // A public surface is not for those who may see everything: screens and processes name the file that does it.
  const barred = rule.room === 'app' && /^lib\/[^/]+\/server\/contract$/.test(to)
  if (!barred && (to === room || to.startsWith(`${room}/`))) return null
  if (!barred && allowed.some((pattern) => importPattern(pattern, domain).test(to))) return null
  return `${file.path} may not import ${to}`
}

const names = (domains: readonly string[]): string => `(?:${domains.join('|') || '(?!)'})`

const roomPattern = (room: string): RegExp =>
  new RegExp(
    `^${room
      .replace('<d>', names(Object.keys(RANKS)))
      .replaceAll('.', '\\.')
      .replaceAll('*', '[^/]+')}(?=[/.])`,
  )

function importPattern(pattern: string, domain: string): RegExp {
  const lower = Object.keys(RANKS).filter((name) => (RANKS[name] ?? 0) < (RANKS[domain] ?? 0))
  const source = pattern
    .replaceAll('.', '\\.')
    .replaceAll(/\{([^}]*)\}/g, (_, list: string) => names(list.split(',')))
    .replaceAll('**', '.+')
    .replaceAll(/(?<!\.)\*/g, '[^/]+')
    .replace('<d>', domain || '(?!)')
    .replace('<lower>', names(lower))
    .replace('<any>', names(Object.keys(RANKS)))
  return new RegExp(`^${source}$`)
}
