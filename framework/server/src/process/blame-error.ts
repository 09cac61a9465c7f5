import { dirname, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { HookCall } from '@gridtick/engine'
import { isMadeFrom } from './is-made-from.ts'
import { ownFolders } from './own-folders.ts'

/** The files that modules were loaded from, by the modules' names. */
export type ModuleFiles = ReadonlyMap<string, string>

/** Whose an error is that nobody caught. */
export type Blame =
  | {
      readonly kind: 'module'
      /** Undefined: nobody knows which. */
      readonly module: string | undefined
      readonly call: HookCall | undefined
    }
  /** Code of the server was interrupted: what state it left nobody knows. */
  | { readonly kind: 'doubt' }

/**
 * Whose an error is that nobody caught. The stack tells it, mostly. Where there is none (a module rejected with a number)
 * it is laid to the module that ran last. A rejection that no code of the server stands in leaves nothing half done in
 * the server, and neither does an event of the system that nobody listened to: a request that a module sent off.
 */
export function blameError(options: {
  readonly error: unknown
  readonly kind: 'rejection' | 'exception'
  readonly files: ModuleFiles
  /** Who ran last in this turn of the event loop. */
  readonly ranLast: HookCall | undefined
}): Blame {
  const { error, kind, files, ranLast } = options
  const frames = framesOf(error)
  for (const frame of frames) {
    const module = moduleOf(frame, files, ranLast)
    if (module !== undefined) return { kind: 'module', module, call: ranLast?.module === module ? ranLast : undefined }
  }
  const isOfServer = kind === 'rejection' ? frames.some(isOwn) : frames.length > 0 || isBrokenNode(error)
  return isOfServer ? { kind: 'doubt' } : { kind: 'module', module: ranLast?.module, call: ranLast }
}

/** The module whose code is in this file: the one of its very file, else one whose folder holds it. */
function moduleOf(path: string, files: ModuleFiles, ranLast: HookCall | undefined): string | undefined {
  if (isOwn(path) || path.includes(`${sep}node_modules${sep}`)) return undefined
  const nearby: string[] = []
  for (const [module, file] of files) {
    if (isMadeFrom(file, path)) return module
    if (path.startsWith(dirname(file) + sep)) nearby.push(module)
  }
  return ranLast !== undefined && nearby.includes(ranLast.module) ? ranLast.module : nearby[0]
}

/** The files of a stack that are no part of Node, innermost first. Never throws, whatever was thrown. */
function framesOf(error: unknown): readonly string[] {
  const paths: string[] = []
  for (const line of stackOf(error)?.split('\n') ?? []) {
    const place = /^\s+at (?:.*\()?((?:file:\/\/)?\/[^()]*?)(?:\?[^()]*)?:\d+:\d+\)?$/.exec(line)?.[1]
    if (place !== undefined) paths.push(place.startsWith('file:') ? fileURLToPath(place) : place)
  }
  return paths
}

function stackOf(error: unknown): string | undefined {
  try {
    return error instanceof Error && typeof error.stack === 'string' ? error.stack : undefined
  } catch {
    return undefined
  }
}

function isOwn(path: string): boolean {
  return ownFolders.some((folder) => path.startsWith(folder))
}

function isBrokenNode(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_INTERNAL_ASSERTION'
}
