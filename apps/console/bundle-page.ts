import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildFailure, build, type Plugin } from 'esbuild'

/** A module's name and the file of its screen. */
export type ScreenFile = { readonly module: string; readonly file: string }

const project = fileURLToPath(new URL('../../', import.meta.url))
const entry = fileURLToPath(new URL('./page/main.ts', import.meta.url))

/**
 * The page's scripts by file name, of TypeScript as it lies there: `main.js` and what it loads when needed. A screen that
 * cannot be built does not keep the page from working: it stands in `failures`, with the compiler's words.
 */
export async function bundlePage(options: {
  readonly screens: readonly ScreenFile[]
  readonly isDevelopment: boolean
}): Promise<Bundled> {
  const { screens, isDevelopment } = options
  const whole = await bundle({ entry, screens, isDevelopment }).catch(() => undefined)
  if (whole !== undefined) return { ...whole, failures: new Map(), sources: whole.sources.toSorted() }
  const failures = new Map<string, string>()
  const failed: string[] = []
  for (const screen of screens) {
    const failure = await whyNot(screen, isDevelopment)
    if (failure === undefined) continue
    failures.set(screen.module, failure.message)
    failed.push(screen.file, ...failure.files)
  }
  const good = screens.filter(({ module }) => !failures.has(module))
  const { scripts, sources } = await bundle({ entry, screens: good, isDevelopment })
  return { scripts, failures, sources: [...new Set([...sources, ...failed])].sort() }
}

type Bundled = {
  readonly scripts: ReadonlyMap<string, string>
  readonly failures: ReadonlyMap<string, string>
  /** The paths of all files that it was made of, or could not be made of. */
  readonly sources: readonly string[]
}

async function whyNot(
  screen: ScreenFile,
  isDevelopment: boolean,
): Promise<{ message: string; files: readonly string[] } | undefined> {
  try {
    await bundle({ entry: screen.file, screens: [], isDevelopment })
    return undefined
  } catch (error) {
    const { errors = [] } = error as Partial<BuildFailure>
    if (errors.length === 0) throw error
    const lines = errors.map(({ text, location }) =>
      location ? `${location.file}:${location.line}:${location.column}: ${text}` : text,
    )
    const files = errors.flatMap(({ location }) => (location ? [resolve(project, location.file)] : []))
    return { message: lines.join('\n'), files }
  }
}

async function bundle(options: {
  readonly entry: string
  readonly screens: readonly ScreenFile[]
  readonly isDevelopment: boolean
}): Promise<Pick<Bundled, 'scripts' | 'sources'>> {
  const { outputFiles, metafile } = await build({
    entryPoints: { main: options.entry },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    outdir: '/console',
    chunkNames: '[name]-[hash]',
    write: false,
    metafile: true,
    minify: !options.isDevelopment,
    sourcemap: options.isDevelopment ? 'inline' : false,
    logLevel: 'silent',
    absWorkingDir: project,
    tsconfigRaw: { compilerOptions: { target: 'es2023', verbatimModuleSyntax: true } },
    loader: { '.css': 'text' },
    plugins: [screenList(options.screens), ownPackage()],
  })
  const inputs = Object.keys(metafile.inputs).filter((path) => !path.includes('node_modules/'))
  return {
    scripts: new Map(outputFiles.map(({ path, text }) => [path.replace(/^.*[/\\]/, ''), text])),
    // Those that are made up by a plugin are on no disk.
    sources: inputs.filter((path) => !path.startsWith('gridtick:')).map((path) => resolve(project, path)),
  }
}

/**
 * Makes `gridtick:screens`: for each module with a screen, how to load it. Only those that are played are loaded. A screen
 * comes with the address of the script that it became, by which its errors are known: a module may be called otherwise
 * than its file, and a file may hold several.
 */
function screenList(screens: readonly ScreenFile[]): Plugin {
  const loaded = (file: string) => `() => import(${JSON.stringify(`gridtick:screen:${file}`)})`
  const lines = screens.map(({ module, file }) => `  ${JSON.stringify(module)}: ${loaded(file)},`)
  return {
    name: 'screens',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^gridtick:screens$/ }, () => ({ path: 'screens', namespace: 'gridtick' }))
      onLoad({ filter: /.*/, namespace: 'gridtick' }, () => ({
        contents: `export const screens = {\n${lines.join('\n')}\n}\n`,
        resolveDir: project,
      }))
      onResolve({ filter: /^gridtick:screen:/ }, ({ path }) => ({
        path: path.slice('gridtick:screen:'.length),
        namespace: 'gridtick:screen',
      }))
      onLoad({ filter: /.*/, namespace: 'gridtick:screen' }, ({ path }) => ({
        contents: `import * as parts from ${JSON.stringify(path)}\nexport { parts }\nexport const script = import.meta.url\n`,
        resolveDir: project,
      }))
    },
  }
}

/** A screen anywhere on the disk means this framework when it says `gridtick/screen`. */
function ownPackage(): Plugin {
  return {
    name: 'own-package',
    setup({ onResolve, resolve }) {
      onResolve({ filter: /^(gridtick(\/.*)?|zod)$/ }, ({ path, pluginData, kind }) =>
        pluginData === 'own' ? undefined : resolve(path, { resolveDir: project, kind, pluginData: 'own' }),
      )
    },
  }
}
