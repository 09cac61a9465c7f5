import { findCircles, type Rooms } from './find-circles.ts'
import { prefixOf } from './path-pattern.ts'
import type { Import, SourceFile } from './read-source.ts'

/** What the files of one part of the tree may import. */
export type Row = {
  /** A file, or a folder with a `/` at its end; `*` stands for one name. The first row that fits a file counts. */
  readonly files: string
  /** Files and folders it may import, besides those of its own folder. */
  readonly ours: readonly string[]
  /** As they are written in an import; `*` at the end stands for whatever follows. */
  readonly libraries: readonly string[]
  /** No clock, no chance, no environment, no `await`; nor anything that has them, unless only its types are taken. */
  readonly isPure?: true
  /** It counts with times that it is given: it may name `Date` and `Intl`, and a pure file may import it. */
  readonly ofGivenTimes?: true
}

/** Libraries that only these files may import, of all whose row allows them. */
export type Homes = { readonly [library: string]: readonly string[] }

/** What is demanded of a tree. */
export type Law = Rooms & { readonly table: readonly Row[]; readonly homes: Homes }

/** Every breach of the law, as one line each: file, what it does, and why it must not. */
export function findViolations(files: readonly SourceFile[], { table, homes, ...rooms }: Law): string[] {
  return [...files.flatMap((file) => violationsOf(file, files, table, homes)), ...findCircles(files, rooms)].sort()
}

export function rowOf(path: string, table: readonly Row[]): Row | undefined {
  return table.find(({ files }) => prefixOf(path, files) !== undefined)
}

function violationsOf(file: SourceFile, files: readonly SourceFile[], table: readonly Row[], homes: Homes): string[] {
  const { path, imports } = file
  const row = rowOf(path, table)
  if (row === undefined) return [`${path}: no row of the table is about it`]
  const forbidden = imports
    .filter((imported) => !mayImport(path, imported, row, homes))
    .map(({ target }) => `${path}: must not import ${target}`)
  if (row.isPure !== true) return forbidden
  const impure = impuritiesOf(file, table).map((use) => `${path}: must be pure, ${use}`)
  return [...forbidden, ...impure, ...impureImports(file, files, table)]
}

function mayImport(path: string, { target, isOurs }: Import, row: Row, homes: Homes): boolean {
  if (isOurs) {
    const own = row.files.endsWith('/') ? [prefixOf(path, row.files) ?? ''] : []
    return [...own, ...row.ours].some((allowed) => prefixOf(target, allowed) !== undefined)
  }
  const isAllowed = row.libraries.some((library) =>
    library.endsWith('*') ? target.startsWith(library.slice(0, -1)) : target === library,
  )
  return isAllowed && (homes[target]?.includes(path) ?? true)
}

/** What a pure file takes in by way of others, however far away. */
function impureImports(file: SourceFile, files: readonly SourceFile[], table: readonly Row[]): string[] {
  const byPath = new Map(files.map((source) => [source.path, source]))
  const reached = new Set<string>()
  const follow = (from: SourceFile) => {
    for (const { target, isOurs, isTypeOnly } of from.imports) {
      const source = byPath.get(target)
      if (!isOurs || isTypeOnly || source === undefined || reached.has(target)) continue
      reached.add(target)
      follow(source)
    }
  }
  follow(file)
  return [...reached]
    .filter((path) => {
      const source = byPath.get(path)
      return path !== file.path && source !== undefined && impuritiesOf(source, table).length > 0
    })
    .map((path) => `${file.path}: must be pure, but imports ${path}, directly or not`)
}

function impuritiesOf({ path, impurities }: SourceFile, table: readonly Row[]): readonly string[] {
  const isOfGivenTimes = rowOf(path, table)?.ofGivenTimes === true
  return isOfGivenTimes ? impurities.filter((use) => !/: (Date|Intl)$/.test(use)) : impurities
}
