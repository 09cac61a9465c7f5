import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { parseAst } from 'rolldown/parseAst'

/** One source file as the architecture test sees it. Paths are relative to the root, with `/`. */
export type SourceFile = {
  readonly path: string
  readonly imports: readonly Import[]
  /** Uses of clock, chance, environment or `await`, as a person reads them: `line 12: Math.random`. */
  readonly impurities: readonly string[]
  /** The functions that are called when the file is read, outside of all others. */
  readonly calledAtOnce: readonly string[]
}

export type Import = {
  /** Ours: the path from the root. Another's: the specifier as written. */
  readonly target: string
  readonly isOurs: boolean
  /** Vanishes when the types do. */
  readonly isTypeOnly: boolean
}

/** Reads all TypeScript and JavaScript of some folders, by a parser of the whole language. Throws on what it cannot parse. */
export function readSources(root: string, folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) => listFiles(root, folder)).map((path) => readSource(root, path))
}

function listFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    // Made by a test that runs meanwhile, or by a build.
    if (entry.name.startsWith('.') || entry.name === 'dist') return []
    if (entry.isDirectory()) return listFiles(root, path)
    return /\.[cm]?[jt]sx?$/.test(entry.name) ? [path] : []
  })
}

function readSource(root: string, path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8')
  const imports: Import[] = []
  const impurities: string[] = []
  const lineOf = (position: number) => text.slice(0, position).split('\n').length
  const program = parseAst(text, { lang: path.endsWith('x') ? 'tsx' : 'ts' })
  visit(program, (node) => {
    const imported = importOf(node, path)
    if (imported !== undefined) imports.push(imported)
    const impurity = impurityOf(node)
    if (impurity !== undefined) impurities.push(`line ${lineOf(Number(node.start))}: ${impurity}`)
  })
  return { path, imports, impurities, calledAtOnce: program.body.flatMap((statement) => calledBy(statement)) }
}

function calledBy(statement: unknown): string[] {
  if (!isNode(statement) || statement.type !== 'ExpressionStatement') return []
  const { expression } = statement
  const callee = isNode(expression) && expression.type === 'CallExpression' ? expression.callee : undefined
  return isNode(callee) && callee.type === 'Identifier' ? [String(callee.name)] : []
}

export type Node = { readonly type: string; readonly [key: string]: unknown }

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

export function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, see)
  if (!isNode(value)) return
  see(value)
  for (const [key, part] of Object.entries(value)) if (!isName(value, key)) visit(part, see)
}

/** Whether a part of a node is a mere name, as `now` in `clock.now` or in `{ now: 1 }`, and refers to nothing. */
function isName(node: Node, key: string): boolean {
  if (node.computed === true) return false
  return (node.type === 'MemberExpression' && key === 'property') || key === 'key'
}

const importing = [
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
  'TSExternalModuleReference',
]

/** Every way to name another file: import, export from, import(), a type's import(), import = require, require(). */
function importOf(node: Node, path: string): Import | undefined {
  const isRequire = node.type === 'CallExpression' && isNode(node.callee) && node.callee.name === 'require'
  if (!isRequire && !importing.includes(node.type)) return undefined
  const source = isRequire ? (node.arguments as unknown[])[0] : (node.source ?? node.expression)
  if (!isNode(source)) return undefined
  const specifier = typeof source.value === 'string' ? source.value : '(computed)'
  const isOurs = specifier.startsWith('.')
  return {
    target: isOurs ? posix.join(dirname(path), specifier) : specifier,
    isOurs,
    isTypeOnly: isTypeOnly(node),
  }
}

function isTypeOnly(node: Node): boolean {
  if (node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type') return true
  const specifiers = Array.isArray(node.specifiers) ? node.specifiers.filter(isNode) : []
  return (
    specifiers.length > 0 &&
    specifiers.every(({ importKind, exportKind }) => importKind === 'type' || exportKind === 'type')
  )
}

/** Globals by which a function could depend on more than it is given. */
const impureGlobals = new Set([
  ...['Date', 'performance', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
  ...['crypto', 'process', 'globalThis', 'global', 'fetch', 'require', 'eval', 'Intl'],
])

function impurityOf(node: Node): string | undefined {
  if (node.type === 'Identifier' && impureGlobals.has(String(node.name))) return String(node.name)
  if (node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await === true)) return 'await'
  if (node.async === true) return 'async'
  if (node.type === 'ImportExpression') return 'import()'
  if (node.type === 'MetaProperty') return 'import.meta or new.target'
  if (node.type !== 'MemberExpression' || !isNode(node.object) || !isNode(node.property)) return undefined
  const isMath = node.object.name === 'Math'
  return isMath && (node.property.name ?? node.property.value) === 'random' ? 'Math.random' : undefined
}
