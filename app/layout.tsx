import '@fontsource-variable/inter'
import '@fontsource-variable/jetbrains-mono'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { Providers } from '@/components/ui/providers'
import { readZone } from '@/components/ui/zone-cookie'

export const metadata: Metadata = {
  title: { default: 'Soundings', template: '%s · Soundings' },
  description: 'Releases that listen.',
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f7f9' },
    { media: '(prefers-color-scheme: dark)', color: '#0d1116' },
  ],
}

/** Theme, density and time zone come from cookies, so that the first HTML is already right. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies()
  const theme = jar.get('theme')?.value
  const classes = [
    theme === 'light' || theme === 'dark' ? theme : '',
    jar.get('density')?.value === 'compact' && 'compact',
  ]
  return (
    <html lang="en" className={classes.filter(Boolean).join(' ') || undefined}>
      <body>
        <Providers timeZone={readZone(jar.get('zone')?.value)}>{children}</Providers>
      </body>
    </html>
  )
}
