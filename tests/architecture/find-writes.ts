import { parseAst } from 'vitest/node'
import { isNode, type Node, visit } from './read-source.ts'

/**
 * The parts of a zone that a file writes to, as `life (line 12)`: by an assignment to the part or to anything inside of
 * it, by `Object.assign`, and by what changes a table or a map in place.
 */
export function findWrites(text: string, parts: readonly string[]): string[] {
  const writes: string[] = []
  visit(parseAst(text, { lang: 'ts' }), (node) => {
    const names = targetOf(node)
    const part = names === 'any' ? parts.join(', ') : parts.find((name) => names.includes(name))
    if (part !== undefined) writes.push(`${part} (line ${text.slice(0, Number(node.start)).split('\n').length})`)
  })
  return writes
}

/** The names on the way to what is written: `zone.life.status` has three. */
function targetOf(node: Node): readonly string[] | 'any' {
  switch (node.type) {
    case 'AssignmentExpression':
      return isMember(node.left) ? namesOf(node.left) : []
    case 'UpdateExpression':
      return isMember(node.argument) ? namesOf(node.argument) : []
    case 'UnaryExpression':
      return node.operator === 'delete' ? namesOf(node.argument) : []
    case 'CallExpression':
      return targetOfCall(node)
    default:
      return []
  }
}

function targetOfCall({ callee, arguments: given }: Node): readonly string[] | 'any' {
  const names = namesOf(callee)
  if (names.join('.') === 'Object.assign') {
    const target = namesOf((given as unknown[])[0])
    return target.length === 1 && target[0] === 'zone' ? 'any' : target
  }
  const [table, method] = names.slice(-2)
  const isInPlace =
    (table === 'entities' && method === 'apply') ||
    (table === 'members' && ['set', 'delete', 'clear'].includes(String(method)))
  return isInPlace ? ['committed'] : []
}

function isMember(value: unknown): value is Node {
  return isNode(value) && value.type === 'MemberExpression'
}

function namesOf(value: unknown): string[] {
  if (!isNode(value)) return []
  if (value.type === 'Identifier') return [String(value.name)]
  if (value.type === 'TSNonNullExpression' || value.type === 'TSAsExpression') return namesOf(value.expression)
  if (value.type !== 'MemberExpression') return []
  return [...namesOf(value.object), ...(value.computed === true ? [] : namesOf(value.property))]
}
