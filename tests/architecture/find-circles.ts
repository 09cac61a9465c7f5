import { prefixOf } from './path-pattern.ts'
import type { Import, SourceFile } from './read-source.ts'

export type Rooms = {
  /** Levels of folders. At each level a file belongs to the first pattern that fits it. */
  readonly rooms: readonly (readonly string[])[]
  /** Where packages stand that are imported by their names; `*` stands for one name. */
  readonly packages: Readonly<Record<string, string>>
}

/** Who leads to whom. The value says by what, as a person reads it. */
type Graph = Map<string, Map<string, string>>

/**
 * Files and rooms that import themselves by way of others, imports of types included: what stands in a circle can only be
 * read, moved and changed as a whole. So of two folders of a level only one imports the other.
 */
export function findCircles(files: readonly SourceFile[], { rooms, packages }: Rooms): string[] {
  const ofRooms = rooms.map((level) => graphOfRooms(files, level, packages))
  return [graphOfFiles(files), ...ofRooms].flatMap(circlesIn)
}

function graphOfFiles(files: readonly SourceFile[]): Graph {
  return new Map(
    files.map(({ path, imports }) => [
      path,
      new Map(imports.flatMap(({ target, isOurs }) => (isOurs ? [[target, path]] : []))),
    ]),
  )
}

function graphOfRooms(files: readonly SourceFile[], level: readonly string[], packages: Rooms['packages']): Graph {
  const graph: Graph = new Map()
  for (const { path, imports } of files) {
    const from = roomOf(path, level)
    if (from === undefined) continue
    const edges = graph.get(from) ?? new Map<string, string>()
    graph.set(from, edges)
    for (const imported of imports) {
      const to = roomOf(placeOf(imported, packages), level)
      if (to !== undefined && to !== from && !edges.has(to)) edges.set(to, `${path} imports ${imported.target}`)
    }
  }
  return graph
}

function roomOf(path: string, level: readonly string[]): string | undefined {
  return level.map((pattern) => prefixOf(path, pattern)).find((prefix) => prefix !== undefined)
}

/** The file that is imported, or the folder of the package. */
function placeOf({ target, isOurs }: Import, packages: Rooms['packages']): string {
  if (isOurs) return target
  for (const [name, folder] of Object.entries(packages)) {
    const found = new RegExp(`^${name.replace('*', '([^/]+)')}(/|$)`).exec(target)
    if (found !== null) return folder.replace('*', found[1] ?? '')
  }
  return target
}

function circlesIn(graph: Graph): string[] {
  const done = new Set<string>()
  const circles: string[] = []
  const follow = (node: string, nodes: readonly string[], way: readonly string[]) => {
    const begin = nodes.indexOf(node)
    if (begin >= 0) circles.push(`${node}: imports itself by way of ${way.slice(begin).join(', ')}`)
    if (done.has(node)) return
    done.add(node)
    for (const [to, by] of graph.get(node) ?? []) follow(to, [...nodes, node], [...way, by])
  }
  for (const node of graph.keys()) follow(node, [], [])
  return circles
}
