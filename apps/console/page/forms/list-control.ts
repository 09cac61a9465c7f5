import { element } from '@gridtick/screen'
import type { Control, ControlOptions } from './control.ts'
import type { Draft } from './draft.ts'
import type { Field } from './fields.ts'
import { messagesOf, within } from './problems.ts'

/** Longer lists are not typed by hand. */
const itemsMax = 100

/** Makes the inputs for an item. */
type MakeControl = (options: ControlOptions) => Control

type Item = { readonly control: Control; readonly key: HTMLInputElement | undefined; readonly root: HTMLElement }

/** Items one below the other, with buttons to add and to take away. */
export function listControl(options: ControlOptions<Extract<Field, { kind: 'list' }>>, make: MakeControl): Control {
  const { field, draft } = options
  const begun = draft?.shape === 'list' ? draft.items.map((value) => ({ value })) : []
  return itemsControl({
    make,
    label: options.label,
    item: field.item,
    isNamed: false,
    begun,
    countMax: Math.min(field.countMax ?? itemsMax, itemsMax),
    toDraft: (items) => ({ shape: 'list', items: items.map(({ control }) => control.draft()) }),
    nameOf: (_item, index) => String(index),
  })
}

/** The same, each item with a name of its own. */
export function recordControl(options: ControlOptions<Extract<Field, { kind: 'record' }>>, make: MakeControl): Control {
  const { field, draft } = options
  return itemsControl({
    make,
    label: options.label,
    item: field.value,
    isNamed: true,
    begun: draft?.shape === 'record' ? draft.entries : [],
    countMax: itemsMax,
    toDraft: (items) => ({
      shape: 'record',
      entries: items.map(({ control, key }) => ({ key: key?.value ?? '', value: control.draft() })),
    }),
    nameOf: ({ key }) => key?.value ?? '',
  })
}

function itemsControl(options: {
  readonly make: MakeControl
  readonly label: string
  readonly item: Field
  readonly isNamed: boolean
  readonly begun: readonly { readonly key?: string; readonly value: Draft }[]
  readonly countMax: number
  readonly toDraft: (items: readonly Item[]) => Draft
  readonly nameOf: (item: Item, index: number) => string
}): Control {
  const items: Item[] = []
  const place = element('div', { class: 'form-items' })
  const problem = element('p', { class: 'problem' })
  const adding = element('button', { type: 'button', on: { click: () => add() } }, 'Add')

  function add(begun?: { readonly key?: string; readonly value: Draft }): void {
    const label = `${options.label} ${items.length + 1}`
    const control = options.make({ field: options.item, label, isRequired: true, ...(begun && { draft: begun.value }) })
    const key = options.isNamed
      ? element('input', { 'aria-label': `Name of ${label}`, placeholder: 'name', autocomplete: 'off' })
      : undefined
    if (key !== undefined) key.value = begun?.key ?? ''
    const removing = element('button', { type: 'button', 'aria-label': `Remove ${label}` }, '×')
    const item: Item = { control, key, root: element('div', { class: 'form-item' }, key, control.root, removing) }
    removing.addEventListener('click', () => {
      items.splice(items.indexOf(item), 1)
      item.root.remove()
      adding.disabled = false
      adding.focus()
    })
    items.push(item)
    place.append(item.root)
    adding.disabled = items.length >= options.countMax
  }

  for (const value of options.begun) add(value)
  return {
    root: element(
      'fieldset',
      { class: 'form-group' },
      element('legend', {}, options.label),
      place,
      element('div', { class: 'row' }, adding),
      problem,
    ),
    draft: () => options.toDraft(items),
    show(problems) {
      const rest = new Set(problems)
      for (const [index, item] of items.entries()) {
        const inner = within(problems, options.nameOf(item, index))
        for (const { source } of inner) rest.delete(source)
        item.control.show(inner)
      }
      problem.textContent = messagesOf([...rest])
    },
  }
}
