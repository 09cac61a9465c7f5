import { relative, sep } from 'node:path'

/** What happened to a file. */
export type FileChange = { readonly kind: 'saved' | 'added' | 'deleted'; readonly path: string }

/** More than modules have files. What comes beyond is not known, and Return helps. */
const knownFilesMax = 10_000

/** Where the server's own files are, and the modules that ship; within the project. */
export const ownFolders: readonly string[] = ['framework', 'modules', 'apps/server', 'apps/console']

/** Folders in those that hold nothing of the server: they are for the page, for clients, and for tests. */
const foldersOfOthers =
  /^(framework\/(client|screen|testing)|apps\/console\/(page|images)|modules\/[^/]+\/(screen|bot))(\/|$)/

/** Which files the server is made of: those that it told, and those that lie where its own are. */
export type ServerFiles = {
  /** These, too, wherever they are, and whether they are there or not. Absolute paths. */
  add(files: readonly string[]): void
  /** Whether the server would be another one by this. */
  isChangedBy(change: FileChange): boolean
}

/** Of a project in the folder `root`. */
export function createServerFiles(root: string): ServerFiles {
  const known = new Set<string>()
  return {
    add(files) {
      for (const file of files) if (known.size < knownFilesMax) known.add(stemOf(file))
    },
    isChangedBy({ kind, path }) {
      const isKnown = known.has(stemOf(path))
      // Which screens there are is looked up at start; what is in them, the page finds out by itself.
      if (isScreen(path)) return kind !== 'saved' && (isKnown || isInOwnFolder(root, path))
      return isKnown || (isInOwnFolder(root, path) && isSource(path))
    },
  }
}

/** Whether a path is where the server's own files are. */
export function isInOwnFolder(root: string, path: string): boolean {
  const inProject = relative(root, path).split(sep).join('/')
  return (
    ownFolders.some((folder) => inProject === folder || inProject.startsWith(`${folder}/`)) &&
    !foldersOfOthers.test(inProject) &&
    !/(^|\/)(node_modules|dist|\.[^/]+)(\/|$)/.test(inProject)
  )
}

/** Whether a file may hold code, or settings. */
export function isCode(path: string): boolean {
  return /\.([cm]?[jt]sx?|json|env)$/.test(path)
}

function isScreen(path: string): boolean {
  return /\.screen\.[jt]s$/.test(path)
}

/** Code of the server, if it lies where that is. */
function isSource(path: string): boolean {
  return isCode(path) && !/\.(bot|test|d)\.[cm]?[jt]s$/.test(path)
}

/** Without its ending: `./rules.js` may mean `rules.ts`. A screen counts as the module that it stands beside. */
function stemOf(path: string): string {
  return path.replace(/(\.screen)?\.([cm]?[jt]sx?|json)$/, '')
}
