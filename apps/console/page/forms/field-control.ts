import { element, fill } from '@gridtick/screen'
import { assertNever } from '../assert-never.ts'
import type { Control, ControlOptions } from './control.ts'
import { type Draft, emptyDraft, labelOfNone, labelOfVariant } from './draft.ts'
import { type Field, wordsOf } from './fields.ts'
import { checkControl, choiceControl, fixedControl, inputControl, labelledControl } from './input-controls.ts'
import { listControl, recordControl } from './list-control.ts'
import { addPickButtons } from './pick-buttons.ts'
import type { PickValue } from './pick-value.ts'
import { messagesOf, within } from './problems.ts'

/** Makes the inputs for a field. */
export function fieldControl(options: ControlOptions): Control {
  const { field } = options
  switch (field.kind) {
    case 'object':
      return groupControl({ ...options, field })
    case 'list':
      return listControl({ ...options, field }, fieldControl)
    case 'record':
      return recordControl({ ...options, field }, fieldControl)
    case 'variants':
      return variantControl({ ...options, field })
    case 'boolean':
      return options.isRequired || field.default !== undefined ? checkControl(options) : choiceControl(options)
    case 'constant':
      return options.isRequired ? fixedControl(options) : checkControl(options)
    case 'choice':
      return choiceControl(options)
    case 'number':
    case 'text':
    case 'json':
      return inputControl(options)
    default:
      return assertNever(field)
  }
}

/** The parts of an object, without a frame around them. */
export function partsControl(options: ControlOptions<Extract<Field, { kind: 'object' }>>): Control {
  const { field, draft = emptyDraft(field), pick } = options
  const drafts = draft.shape === 'object' ? draft.parts : {}
  const controls = field.parts.map(({ name, isRequired, field: part }) => ({
    name,
    field: part,
    control: fieldControl({ field: part, label: wordsOf(name), isRequired, pick, ...draftOf(drafts[name]) }),
  }))
  if (pick !== undefined) addPickButtons(controls, pick)
  const problem = element('p', { class: 'problem' })
  const root = element('div', { class: 'form-parts' }, ...controls.map(({ control }) => control.root), problem)
  return {
    root,
    draft: () => ({
      shape: 'object',
      parts: Object.fromEntries(controls.map(({ name, control }) => [name, control.draft()])),
    }),
    show(problems) {
      const rest = new Set(problems)
      for (const { name, control } of controls) {
        const inner = within(problems, name)
        for (const { source } of inner) rest.delete(source)
        control.show(inner)
      }
      problem.textContent = messagesOf([...rest])
    },
  }
}

/** An object inside of another one; one that may be left out is folded, so that a long form stays short. */
function groupControl(options: ControlOptions<Extract<Field, { kind: 'object' }>>): Control {
  const parts = partsControl(options)
  const isFolded = !options.isRequired && options.field.parts.length > 0
  const root = isFolded
    ? element(
        'details',
        { class: 'form-group' },
        element('summary', {}, options.label, options.field.default === undefined && element('small', {}, ' optional')),
        parts.root,
      )
    : element('fieldset', { class: 'form-group' }, element('legend', {}, options.label), parts.root)
  return {
    ...parts,
    root,
    show(problems) {
      parts.show(problems)
      if (root instanceof HTMLDetailsElement && problems.length > 0) root.open = true
    },
  }
}

function variantControl(options: ControlOptions<Extract<Field, { kind: 'variants' }>>): Control {
  const { field, label, isRequired, draft = emptyDraft(field) } = options
  const chosen = draft.shape === 'variant' ? draft : { index: -1, draft: undefined }
  const select = element(
    'select',
    {},
    element('option', { value: '-1' }, labelOfNone(options)),
    ...field.variants.map((variant, index) => element('option', { value: index }, labelOfVariant(variant))),
  )
  select.value = String(chosen.index)
  const choice = labelledControl({ field, label, input: select, isRequired, hint: '' })
  const place = element('div', { class: 'form-variant' })
  let inner: Control | undefined
  const open = (index: number, begun?: Draft) => {
    const variant = field.variants[index]
    inner = variant === undefined ? undefined : variantInputs({ variant, label, pick: options.pick, draft: begun })
    // A value that is already chosen by choosing the variant has nothing to show.
    fill(place, variant?.kind === 'constant' ? null : inner?.root)
  }
  open(chosen.index, chosen.draft)
  select.addEventListener('change', () => open(Number(select.value)))
  return {
    root: element('div', { class: 'form-variants' }, choice.root, place),
    draft: () => ({ shape: 'variant', index: Number(select.value), draft: inner?.draft() }),
    show(problems) {
      const isShownInside = inner !== undefined && field.variants[Number(select.value)]?.kind !== 'constant'
      choice.show(isShownInside ? [] : problems)
      inner?.show(problems)
    },
  }
}

function variantInputs(options: {
  readonly variant: Field
  readonly label: string
  readonly pick: PickValue | undefined
  readonly draft: Draft | undefined
}): Control {
  const { variant, label, pick, draft } = options
  const rest = { isRequired: true, pick, ...draftOf(draft) }
  if (variant.kind === 'object') return partsControl({ field: variant, label, ...rest })
  return fieldControl({ field: variant, label: `${label}: ${labelOfVariant(variant)}`, ...rest })
}

function draftOf(draft: Draft | undefined): { draft?: Draft } {
  return draft === undefined ? {} : { draft }
}
