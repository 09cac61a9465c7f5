import { adoptStyles, element } from '@gridtick/screen'
import { assertNever } from '../assert-never.ts'
import { type Difference, pathText } from './find-differences.ts'
import styles from './json-tree.css'

/** Children of one node that are shown; what lies beyond is counted. */
const childrenMax = 200

export type JsonTreeOptions = {
  readonly label: string
  readonly value: unknown
  /** Marked where they are. */
  readonly differences?: readonly Difference[]
  /** Paths of the nodes that are open. It is kept up to date, so that the next tree is open where this one was. */
  readonly open: Set<string>
}

/** A JSON value to look into. What is not opened is not built. */
export function jsonTree({ label, value, differences = [], open }: JsonTreeOptions): HTMLElement {
  adoptStyles(styles)
  const tree = { differences, open }
  return element('div', { class: 'json-tree' }, makeNode(tree, { key: label, path: [], value, isInherited: false }))
}

type Tree = { readonly differences: readonly Difference[]; readonly open: Set<string> }
type Node = {
  readonly key: string
  readonly path: readonly string[]
  readonly value: unknown
  /** Something around it is hidden, and is marked already. */
  readonly isInherited: boolean
}

function makeNode(tree: Tree, node: Node): HTMLElement {
  const { key, path, value, isInherited } = node
  const at = pathText(path)
  const difference = isInherited ? undefined : tree.differences.find((one) => pathText(one.path) === at)
  const look = difference === undefined ? '' : `json-${difference.kind}`
  const name = element('span', { class: 'json-key' }, key)
  if (typeof value !== 'object' || value === null)
    return element('div', { class: `json-leaf ${look}` }, name, ' ', scalar(value), mark(difference))

  const inside = tree.differences.filter((one) => one !== difference && pathText(one.path).startsWith(prefixOf(at)))
  const children = element('div', { class: 'json-children' })
  const build = () => {
    if (children.childElementCount === 0) children.append(...childrenOf(tree, node, difference !== undefined))
  }
  const isOpen = tree.open.has(at)
  if (isOpen) build()
  return element(
    'details',
    {
      class: look,
      open: isOpen,
      on: {
        toggle(event) {
          const { open: isNowOpen } = event.currentTarget as HTMLDetailsElement
          if (isNowOpen) tree.open.add(at)
          else tree.open.delete(at)
          build()
        },
      },
    },
    element(
      'summary',
      { 'data-focus': at },
      name,
      ' ',
      element('span', { class: 'faint' }, sizeOf(value)),
      mark(difference),
      inside.length > 0 && element('span', { class: 'mark' }, `${inside.length} not shown as it is`),
    ),
    children,
  )
}

function childrenOf(tree: Tree, { path, value, isInherited }: Node, isMarked: boolean): HTMLElement[] {
  const entries = Object.entries(value as object)
  const shown = entries
    .slice(0, childrenMax)
    .map(([key, child]) =>
      makeNode(tree, { key, path: [...path, key], value: child, isInherited: isInherited || isMarked }),
    )
  const added = tree.differences.filter(
    (one) =>
      one.kind === 'added' && pathText(one.path.slice(0, -1)) === pathText(path) && one.path.length > path.length,
  )
  const more = entries.length - shown.length
  return [
    ...shown,
    ...added.map((one) =>
      makeNode(tree, {
        key: one.path.at(-1) ?? '',
        path: one.path,
        value: one.kind === 'added' ? one.shown : null,
        isInherited: false,
      }),
    ),
    ...(more > 0 ? [element('div', { class: 'faint' }, `… and ${more} more`)] : []),
    ...(entries.length + added.length === 0 ? [element('div', { class: 'faint' }, 'empty')] : []),
  ]
}

function mark(difference: Difference | undefined): HTMLElement | undefined {
  if (difference === undefined) return undefined
  switch (difference.kind) {
    case 'hidden':
      return element('span', { class: 'mark' }, 'hidden')
    case 'altered':
      return element('span', { class: 'mark' }, `shown as ${brief(difference.shown)}`)
    case 'added':
      return element('span', { class: 'mark' }, 'made for the view')
    default:
      return assertNever(difference)
  }
}

function scalar(value: unknown): HTMLElement {
  return element('span', { class: `json-${value === null ? 'null' : typeof value}` }, JSON.stringify(value) ?? 'null')
}

function sizeOf(value: object): string {
  const { length } = Object.keys(value)
  return Array.isArray(value) ? `[${length}]` : `{${length}}`
}

/** Short enough for one line. */
export function brief(value: unknown, charactersMax = 80): string {
  const text = JSON.stringify(value) ?? 'null'
  return text.length <= charactersMax ? text : `${text.slice(0, charactersMax - 1)}…`
}

function prefixOf(path: string): string {
  return path === '' ? '' : `${path}.`
}
