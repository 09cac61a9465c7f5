import { parseAst } from 'rolldown/parseAst'

/** Applies what a block of the tutorial shows to the source of a module, as a reader would by hand. */

/**
 * A block that parses by itself holds imports and declarations: imports join those that are there, a declaration
 * replaces the one of its name or is added. Any other block holds parts of the object given to `defineModule`.
 */
export function changeSource(source: string, change: string): string {
  const isPart = !canParse(change)
  return isPart ? changeModule(source, change) : changeDeclarations(source, change)
}

/** A named stretch of source, with the comment before it. */
type Chunk = { readonly name: string; readonly text: string; readonly node: Node }

type Node = { readonly type: string; readonly start: number; readonly end: number; readonly [key: string]: unknown }

const defining = 'defineModule('

function changeDeclarations(source: string, change: string): string {
  const chunks = declarationsOf(source)
  for (const chunk of declarationsOf(change)) {
    const index = chunks.findIndex(({ name }) => name === chunk.name)
    const known = chunks[index]
    if (known !== undefined) chunks[index] = chunk.name.startsWith('import ') ? joinImports(known, chunk) : chunk
    else if (chunk.node.type === 'FunctionDeclaration') chunks.push(chunk)
    else chunks.splice(moduleAt(chunks), 0, chunk)
  }
  return `${chunks.map(({ text }) => text).join('\n\n')}\n`
}

function moduleAt(chunks: readonly Chunk[]): number {
  return chunks.findIndex(({ text }) => text.includes(defining))
}

function joinImports(one: Chunk, other: Chunk): Chunk {
  const names = [one, other].flatMap(({ text }) => /\{(.*)\}/s.exec(text)?.[1]?.split(',') ?? [])
  const sorted = [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))].sort()
  return { ...one, text: `import { ${sorted.join(', ')} } from '${one.name.slice('import '.length)}'` }
}

/** The order of the contract, in which new parts take their place; first of all what is spread into the module. */
const parts = [
  ...['...game', 'name', 'version', 'stateVersion', 'description', 'config', 'publicConfig', 'entities', 'state'],
  ...['extras', 'intents', 'queries', 'redactions', 'schedule', 'createZone', 'canJoin', 'onTick', 'getPlayerState'],
  'seesCell',
]

function changeModule(source: string, change: string): string {
  const start = source.indexOf(defining) + defining.length
  const [object] = find(
    parseAst(source, { lang: 'ts' }),
    (node) => node.type === 'ObjectExpression' && node.start === start,
  )
  if (object === undefined) throw new Error('The source has no defineModule({...}).')
  const known = partsOf(source.slice(object.start, object.end))
  const changed = new Map([...known, ...partsOf(`{${change}}`)].map((chunk) => [chunk.name, chunk.text]))
  const sorted = [...changed].sort(([one], [other]) => parts.indexOf(one) - parts.indexOf(other))
  const text = sorted.map(([, part]) => `  ${part},\n`).join('')
  return `${source.slice(0, object.start)}{\n${text}}${source.slice(object.end)}`
}

function partsOf(object: string): Chunk[] {
  const text = `(${object})`
  const [expression] = find(parseAst(text, { lang: 'ts' }), ({ type }) => type === 'ObjectExpression')
  const properties = (expression?.properties ?? []) as Node[]
  return chunksOf(text, properties, 2, (node) =>
    node.type === 'SpreadElement' ? `...${nameOf(node.argument)}` : nameOf(node.key),
  )
}

function declarationsOf(text: string): Chunk[] {
  const { body } = parseAst(text, { lang: 'ts' }) as unknown as { body: Node[] }
  return chunksOf(text, body, 0, (node) => {
    if (node.type === 'ImportDeclaration') return `import ${(node.source as { value: string }).value}`
    const declaration = (node.declaration ?? node) as { id?: unknown; declarations?: { id: unknown }[] }
    return nameOf(declaration.id ?? declaration.declarations?.[0]?.id)
  })
}

function chunksOf(text: string, nodes: readonly Node[], start: number, name: (node: Node) => string): Chunk[] {
  let from = start
  return nodes.map((node) => {
    const chunk = text.slice(from, node.end).replace(/^[\s,]+/, '')
    from = node.end
    return { name: name(node), text: chunk, node }
  })
}

function nameOf(identifier: unknown): string {
  const { name } = identifier as { name?: unknown }
  if (typeof name !== 'string') throw new Error('A block of the tutorial may only hold what has a name.')
  return name
}

/** All nodes of a tree that fit. */
export function find(tree: unknown, fits: (node: Node) => boolean): Node[] {
  if (typeof tree !== 'object' || tree === null) return []
  const below = Object.values(tree).flatMap((part) => find(part, fits))
  return 'type' in tree && fits(tree as Node) ? [tree as Node, ...below] : below
}

function canParse(text: string): boolean {
  try {
    parseAst(text, { lang: 'ts' })
    return true
  } catch {
    return false
  }
}
