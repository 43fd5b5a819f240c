import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { z } from 'zod'

const Manifest = z.object({ version: z.string() })

/** The package brings what slim systems lack: certificate libraries (used when the program does not start without) and a font. */
const START = `#!/bin/sh
here=$(dirname "$0")
[ -f /etc/fonts/fonts.conf ] || export FONTCONFIG_FILE="$here/fonts.conf"
"$here/chromium" --version >/dev/null 2>&1 || export LD_LIBRARY_PATH="$here/lib"
exec "$here/chromium" "$@"
`

const fontsConfig = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>
`

/**
 * Unpacks the Chromium (headless, Linux x64) of `@sparticuz/chromium` into node_modules/.cache, once per version.
 * The package's own code is not used: it unpacks into fixed names in the common temporary folder.
 * @returns path of a script that starts it
 */
export async function unpackChromium(): Promise<string> {
  const packageDir = dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')))
  const { version } = Manifest.parse(JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8')))
  const cache = join(dirname(dirname(packageDir)), '.cache')
  const folder = join(cache, `chromium-${version}`)
  const program = join(folder, 'start')
  if (await exists(program)) return program
  await mkdir(cache, { recursive: true })
  const draft = await mkdtemp(`${folder}.new-`)
  try {
    await unpackInto(draft, join(packageDir, 'bin'))
    await writeFile(join(draft, 'fonts.conf'), fontsConfig(folder))
    await writeFile(join(draft, 'start'), START, { mode: 0o755 })
    await rename(draft, folder).catch(async (error: unknown) => {
      if (!(await exists(program))) throw error // else another process was faster
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return program
}

async function unpackInto(folder: string, archives: string): Promise<void> {
  const program = join(folder, 'chromium')
  await Promise.all([
    pipeline(createReadStream(join(archives, 'chromium.br')), createBrotliDecompress(), createWriteStream(program)),
    ...['al2023', 'fonts', 'swiftshader'].map((name) => untar(join(archives, `${name}.tar.br`), folder)),
  ])
  await chmod(program, 0o755)
}

/**
 * Unpacks a `.tar.br` into a folder that exists. By way of a file there: tar stops reading at the archive's end mark,
 * and a pipe into it breaks before the last byte.
 */
export async function untar(archive: string, folder: string): Promise<void> {
  const whole = join(folder, `${basename(archive)}.whole`)
  await pipeline(createReadStream(archive), createBrotliDecompress(), createWriteStream(whole))
  const tar = spawn('tar', ['-x', '-o', '-f', whole, '-C', folder], { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = await once(tar, 'exit')
  if (code !== 0) throw new Error(`tar could not unpack ${archive}`)
  await rm(whole)
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
