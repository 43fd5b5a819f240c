import type { NextConfig } from 'next'

const SECURITY = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'X-Frame-Options', value: 'DENY' },
  // Scripts are left to Next, which inlines some; nobody may frame us, and forms go nowhere else.
  {
    key: 'Content-Security-Policy',
    value: "frame-ancestors 'none'; object-src 'none'; base-uri 'self'; form-action 'self'",
  },
]

/** Pictures that people sent with feedback: opened alone, a page without scripts, forms and an origin. */
const PICTURES = {
  source: '/:path*/attachments/:attachment',
  headers: [{ key: 'Content-Security-Policy', value: "default-src 'none'; sandbox; frame-ancestors 'none'" }],
}

const config: NextConfig = {
  // Browsers ask for this name before they have read the page that names the icon.
  rewrites: () => Promise.resolve([{ source: '/favicon.ico', destination: '/icon.svg' }]),
  headers: () => Promise.resolve([{ source: '/:path*', headers: SECURITY }, PICTURES]),
  poweredByHeader: false,
  reactStrictMode: true,
  // OFREP clients may end the bulk path with a slash; they would not follow a redirect.
  skipTrailingSlashRedirect: true,
  devIndicators: false,
  // A CSV of feedback comes through an action.
  experimental: { serverActions: { bodySizeLimit: '6mb' } },
  // The chart library takes all of d3's scales for the one that its axes use.
  turbopack: { resolveAlias: { 'victory-vendor/d3-scale': './components/charts/scales.ts' } },
  serverExternalPackages: ['@node-rs/argon2', 'graphile-worker', 'pino', 'postgres'],
  // Types and lint are checked by `npm run verify`, once, for the whole house.
  typescript: { ignoreBuildErrors: true },
}

export default config
