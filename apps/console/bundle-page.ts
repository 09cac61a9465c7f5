import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildFailure, build, type Plugin } from 'esbuild'
import { codeEnding, ownFolder } from '../installation/installation.ts'
import type { Companion } from './find-companion.ts'

/** A module's name and the file of its screen, or of its bot. */
export type CompanionFile = { readonly module: string; readonly file: string }

type Companions = { readonly screens: readonly CompanionFile[]; readonly bots: readonly CompanionFile[] }

const entry = fileURLToPath(new URL(`./page/main${codeEnding}`, import.meta.url))

/**
 * The page's scripts by file name, of the code as it lies there: `main.js` and what it loads when needed. A screen or a bot
 * that cannot be built does not keep the page from working: it stands in the failures, with the compiler's words.
 */
export async function bundlePage(options: {
  readonly screens: readonly CompanionFile[]
  readonly bots?: readonly CompanionFile[]
  readonly isDevelopment: boolean
}): Promise<Bundled> {
  const { screens, bots = [], isDevelopment } = options
  const whole = await bundle({ entry, screens, bots, isDevelopment }).catch(() => undefined)
  const none = { failures: new Map<string, string>(), botFailures: new Map<string, string>() }
  if (whole !== undefined) return { ...whole, ...none, sources: whole.sources.toSorted() }
  const failed: string[] = []
  const good = async (files: readonly CompanionFile[], failures: Map<string, string>) => {
    for (const companion of files) {
      const failure = await whyNot(companion, isDevelopment)
      if (failure === undefined) continue
      failures.set(companion.module, failure.message)
      failed.push(companion.file, ...failure.files)
    }
    return files.filter(({ module }) => !failures.has(module))
  }
  const companions = { screens: await good(screens, none.failures), bots: await good(bots, none.botFailures) }
  const { scripts, sources } = await bundle({ entry, ...companions, isDevelopment })
  return { scripts, ...none, sources: [...new Set([...sources, ...failed])].sort() }
}

type Bundled = {
  readonly scripts: ReadonlyMap<string, string>
  /** By module: why its screen cannot be built, and why its bot cannot. */
  readonly failures: ReadonlyMap<string, string>
  readonly botFailures: ReadonlyMap<string, string>
  /** The paths of all files that it was made of, or could not be made of. */
  readonly sources: readonly string[]
}

async function whyNot(
  companion: CompanionFile,
  isDevelopment: boolean,
): Promise<{ message: string; files: readonly string[] } | undefined> {
  try {
    await bundle({ entry: companion.file, screens: [], bots: [], isDevelopment })
    return undefined
  } catch (error) {
    const { errors = [] } = error as Partial<BuildFailure>
    if (errors.length === 0) throw error
    const lines = errors.map(({ text, location }) =>
      location ? `${location.file}:${location.line}:${location.column}: ${text}` : text,
    )
    const files = errors.flatMap(({ location }) => (location ? [resolve(ownFolder, location.file)] : []))
    return { message: lines.join('\n'), files }
  }
}

async function bundle(
  options: Companions & { readonly entry: string; readonly isDevelopment: boolean },
): Promise<Pick<Bundled, 'scripts' | 'sources'>> {
  const { outputFiles, metafile } = await build({
    entryPoints: { main: options.entry },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['gridtick-source'],
    target: 'es2022',
    outdir: '/console',
    chunkNames: '[name]-[hash]',
    write: false,
    metafile: true,
    minify: !options.isDevelopment,
    sourcemap: options.isDevelopment ? 'inline' : false,
    logLevel: 'silent',
    absWorkingDir: ownFolder,
    tsconfigRaw: { compilerOptions: { target: 'es2023', verbatimModuleSyntax: true } },
    loader: { '.css': 'text' },
    plugins: [companionList('screen', options.screens), companionList('bot', options.bots), ownPackage()],
  })
  const inputs = Object.keys(metafile.inputs).filter((path) => !path.includes('node_modules/'))
  return {
    scripts: new Map(outputFiles.map(({ path, text }) => [path.replace(/^.*[/\\]/, ''), text])),
    // Those that are made up by a plugin are on no disk.
    sources: inputs.filter((path) => !path.startsWith('gridtick:')).map((path) => resolve(ownFolder, path)),
  }
}

/**
 * Makes `gridtick:screens` and `gridtick:bots`: for each module that has one, how to load it. Only those that are used are
 * loaded. Each comes with the address of the script that it became, by which its errors are known: a module may be called
 * otherwise than its file, and a file may hold several.
 */
function companionList(companion: Companion, files: readonly CompanionFile[]): Plugin {
  const list = `${companion}s`
  const one = `gridtick:${companion}:`
  const loaded = (file: string) => `() => import(${JSON.stringify(`${one}${file}`)})`
  const lines = files.map(({ module, file }) => `  ${JSON.stringify(module)}: ${loaded(file)},`)
  return {
    name: list,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^gridtick:${list}$`) }, () => ({ path: list, namespace: `gridtick:${list}` }))
      onLoad({ filter: /.*/, namespace: `gridtick:${list}` }, () => ({
        contents: `export const ${list} = {\n${lines.join('\n')}\n}\n`,
        resolveDir: ownFolder,
      }))
      onResolve({ filter: new RegExp(`^${one}`) }, ({ path }) => ({ path: path.slice(one.length), namespace: one }))
      onLoad({ filter: /.*/, namespace: one }, ({ path }) => ({
        contents: `import * as parts from ${JSON.stringify(path)}\nexport { parts }\nexport const script = import.meta.url\n`,
        resolveDir: ownFolder,
      }))
    },
  }
}

/** A screen or a bot anywhere on the disk means this framework when it says `@gridtick/screen` or `@gridtick/client`. */
function ownPackage(): Plugin {
  return {
    name: 'own-package',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /^((@gridtick\/|gridtick(\/|$)).*|zod)$/ }, ({ path, pluginData, kind }) =>
        pluginData === 'own' ? undefined : resolve(path, { resolveDir: ownFolder, kind, pluginData: 'own' }),
      )
    },
  }
}
