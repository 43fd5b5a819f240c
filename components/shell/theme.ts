import { writeCookie } from '@/components/ui/cookie'

export type Theme = 'system' | 'light' | 'dark'

export const readTheme = (text: string | undefined): Theme => (text === 'light' || text === 'dark' ? text : 'system')

/** Takes hold at once and in the first HTML of the next page. */
export function applyTheme(theme: Theme): void {
  writeCookie('theme', theme)
  document.documentElement.classList.remove('light', 'dark')
  if (theme !== 'system') document.documentElement.classList.add(theme)
}

export type Density = 'comfortable' | 'compact'

export function applyDensity(density: Density): void {
  writeCookie('density', density)
  document.documentElement.classList.toggle('compact', density === 'compact')
}
