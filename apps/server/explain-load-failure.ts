import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isRepository, ownFolder } from '../installation/installation.ts'

/** Beyond these, places in the code tell their reader nothing more. */
const placesMax = 4

/**
 * Why a file could not be loaded, for the person who writes it: the message, and where in files that are neither Node's
 * nor this framework's. A syntax error's message says by itself where it is.
 */
export function explainLoadFailure(error: unknown): string {
  if (!(error instanceof Error)) return `It threw ${String(error)}`
  const places = placesIn(error.stack ?? '')
  const message = withShortPaths(error.message.replace(/^Transform failed with \d+ errors?:\n/, ''))
  const isPlain = /^(Error|TransformError)$/.test(error.name)
  return [isPlain ? message : `${error.name}: ${message}`, ...places.map((place) => `    at ${place}`)].join('\n')
}

function placesIn(stack: string): readonly string[] {
  // Of an error that V8 finds before anything runs, the first line is the place; of others, there are frames.
  const [first = ''] = stack.split('\n')
  const lines = /^(file:\/\/)?\/.*:\d+$/.test(first)
    ? [first]
    : stack.split('\n').filter((line) => /^\s+at /.test(line))
  const places = lines.flatMap((line) => {
    const [, path = '', position = ''] =
      /(?:^|[\s(])((?:file:\/\/)?(?:\/|[A-Z]:\\).*?)((?::\d+){1,2})\)?$/.exec(line) ?? []
    const file = path.startsWith('file:') ? fileURLToPath(path) : path
    const isTheirs = file !== '' && !file.includes('/node_modules/') && !isOurs(file)
    return isTheirs ? [`${short(file)}${position}`] : []
  })
  return [...new Set(places)].slice(0, placesMax)
}

/** Code of the framework and its programs; modules that ship are somebody's to mend. Where it is installed, it is a package. */
function isOurs(file: string): boolean {
  return isRepository && ['framework', 'apps'].some((folder) => file.startsWith(`${ownFolder}${folder}/`))
}

function withShortPaths(text: string): string {
  return text.replaceAll(/(?:file:\/\/)?(\/[^\s'":]+\.[cm]?[jt]s)/g, (_, file: string) => short(file))
}

/** As seen from where the server was started, if it is below. */
function short(file: string): string {
  const path = relative(process.cwd(), file)
  return path.startsWith('..') ? file : path
}
