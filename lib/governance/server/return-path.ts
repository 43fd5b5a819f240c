import { paths } from '@/lib/kernel/paths'

const HOME = '/'
const NOWHERE = 'https://soundings.invalid'

/**
 * Where to go after signing in: the path that was asked for when it is one of ours, else the start page. Browsers drop
 * tabs and line ends from addresses and read `\` as `/`, so the text is judged as they would read it.
 */
export function returnPath(asked: string | string[] | null | undefined): string {
  if (typeof asked !== 'string' || !asked.startsWith('/') || asked.length > 2000) return HOME
  if (!URL.canParse(asked, NOWHERE)) return HOME
  const url = new URL(asked, NOWHERE)
  if (url.origin !== NOWHERE || url.pathname.startsWith('//') || url.pathname.startsWith('/api/')) return HOME
  if (url.pathname === paths.signIn()) return HOME
  return `${url.pathname}${url.search}${url.hash}`
}
