import { existsSync, type Stats } from 'node:fs'
import { dirname, join } from 'node:path'
import { watch } from 'chokidar'
import { type FileChange, isCode, isInOwnFolder, ownFolders } from './server-files.ts'

/** Folders beyond the project's own. Modules that lie about more widely are seen when Return is pressed. */
const foldersMax = 200

const kinds: Readonly<Record<string, FileChange['kind']>> = { add: 'added', change: 'saved', unlink: 'deleted' }

export type FileWatcher = {
  /** The folders of these files, too: without those below them. Absolute paths, whether anything is there or not. */
  alsoFor(files: readonly string[]): void
  close(): Promise<void>
}

/** Watches the project in the folder `root`, where code of the server lies. Folders are watched, so nothing that goes is lost. */
export function watchFiles(options: {
  readonly root: string
  readonly onChange: (change: FileChange) => void
  /** Told when files cannot be watched any more. */
  readonly onError: (error: unknown) => void
}): FileWatcher {
  const { root, onChange, onError } = options
  const folders = new Set<string>()
  const isIgnored = (path: string, stats?: Stats) => {
    if (stats === undefined || folders.has(path)) return false
    const isWatched = isInOwnFolder(root, path) || (stats.isFile() && folders.has(dirname(path)))
    return !isWatched || (stats.isFile() && !isCode(path))
  }
  const watcher = watch(
    ownFolders.map((folder) => join(root, folder)),
    { ignored: isIgnored, ignoreInitial: true },
  )
  watcher.on('all', (event, path) => {
    const kind = kinds[event]
    if (kind !== undefined) onChange({ kind, path })
  })
  watcher.on('error', onError)
  return {
    alsoFor(files) {
      for (const folder of new Set(files.flatMap((file) => foldersAbove(dirname(file))))) {
        if (folders.has(folder) || folders.size >= foldersMax || isInOwnFolder(root, folder)) continue
        folders.add(folder)
        if (existsSync(folder)) watcher.add(folder)
      }
    },
    close: () => watcher.close(),
  }
}

/** A folder, and those above it up to one that is there: by that one it is seen coming, also when it went. */
function foldersAbove(folder: string): readonly string[] {
  const above = dirname(folder)
  if (above === folder) return [folder]
  return existsSync(above) ? [folder, above] : [folder, ...foldersAbove(above)]
}
