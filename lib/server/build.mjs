import { build } from 'esbuild'

// Server, worker and CLI as plain modules beside `next build`. Packages stay in node_modules.
await build({
  entryPoints: {
    main: 'lib/server/main.ts',
    worker: 'lib/server/worker.ts',
    'parent-watch': 'lib/server/parent-watch.ts',
    soundings: 'lib/cli/main.ts',
    traffic: 'drizzle/seed/traffic.ts',
  },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  alias: { '@': process.cwd() },
  sourcemap: 'linked',
  logLevel: 'warning',
})

// What customers' pages load: no framework, no source map, in a scope of its own.
await build({
  entryPoints: {
    widget: 'components/feedback/widget/main.ts',
    'widget-picture': 'components/feedback/widget/picture/main.ts',
  },
  outdir: 'dist',
  bundle: true,
  minify: true,
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  logLevel: 'warning',
})
