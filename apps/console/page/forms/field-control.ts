import { element, fill } from 'gridtick/screen'
import { assertNever } from '../assert-never.ts'
import { type Control, type ControlOptions, freshId } from './control.ts'
import { type Draft, emptyDraft, labelOfVariant } from './draft.ts'
import { type Field, rangeOf, wordsOf } from './fields.ts'
import { listControl, recordControl } from './list-control.ts'
import { messagesOf, within } from './problems.ts'
import type { Problem } from './read-draft.ts'

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
  const { field, draft = emptyDraft(field) } = options
  const drafts = draft.shape === 'object' ? draft.parts : {}
  const controls = field.parts.map(({ name, isRequired, field: part }) => ({
    name,
    control: fieldControl({ field: part, label: wordsOf(name), isRequired, ...draftOf(drafts[name]) }),
  }))
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

function inputControl({ field, label, isRequired, draft = emptyDraft(field) }: ControlOptions): Control {
  const text = draft.shape === 'text' ? draft.text : ''
  const input =
    field.kind === 'json' || (field.kind === 'text' && (field.lengthMax ?? 0) > 400)
      ? element('textarea', { rows: 3, spellcheck: field.kind === 'text' })
      : element('input', field.kind === 'number' ? numberAttributes(field) : { type: 'text', autocomplete: 'off' })
  input.value = text
  const hint = field.kind === 'json' ? 'JSON' : rangeOf(field)
  return labelled({ field, label, input, isRequired, hint })
}

function numberAttributes(field: Extract<Field, { kind: 'number' }>) {
  return {
    type: 'number',
    inputmode: field.isInteger ? 'numeric' : 'decimal',
    step: field.isInteger ? 1 : 'any',
    min: field.min,
    max: field.max,
  }
}

function choiceControl({ field, label, isRequired, draft = emptyDraft(field) }: ControlOptions): Control {
  const options =
    field.kind === 'choice'
      ? field.options.map((value, index) => [String(index), typeof value === 'string' ? value : JSON.stringify(value)])
      : [
          ['true', 'Yes'],
          ['false', 'No'],
        ]
  const none = isRequired ? 'Choose…' : '–'
  const input = element(
    'select',
    {},
    element('option', { value: '' }, none),
    ...options.map(([value, text]) => element('option', { value }, text)),
  )
  input.value = draft.shape === 'text' ? draft.text : ''
  return labelled({ field, label, input, isRequired, hint: '' })
}

function checkControl({ field, label, draft = emptyDraft(field) }: ControlOptions): Control {
  const input = element('input', { type: 'checkbox', id: freshId('field') })
  input.checked = draft.shape === 'text' && (field.kind === 'constant' ? draft.text !== '' : draft.text === 'true')
  const unchecked = field.kind === 'constant' ? '' : 'false'
  const problem = element('p', { class: 'problem', id: freshId('problem') })
  const root = element(
    'div',
    { class: 'form-field form-check' },
    input,
    element('label', { for: input.id }, label),
    problem,
  )
  return {
    root,
    draft: () => ({ shape: 'text', text: input.checked ? 'true' : unchecked }),
    show: (problems) => showAt(input, problem, problems),
  }
}

/** What cannot be chosen is told, and nothing asked. */
function fixedControl({ field, label }: ControlOptions): Control {
  const value = field.kind === 'constant' ? String(field.value) : ''
  const problem = element('p', { class: 'problem' })
  const root = element(
    'div',
    { class: 'form-field' },
    element('span', { class: 'faint' }, label),
    element('output', {}, value),
    problem,
  )
  return {
    root,
    draft: () => ({ shape: 'text', text: value }),
    show: (problems) => {
      problem.textContent = messagesOf(problems)
    },
  }
}

function variantControl(options: ControlOptions<Extract<Field, { kind: 'variants' }>>): Control {
  const { field, label, isRequired, draft = emptyDraft(field) } = options
  const chosen = draft.shape === 'variant' ? draft : { index: -1, draft: undefined }
  const select = element(
    'select',
    {},
    element('option', { value: '-1' }, isRequired ? 'Choose…' : '–'),
    ...field.variants.map((variant, index) => element('option', { value: index }, labelOfVariant(variant))),
  )
  select.value = String(chosen.index)
  const choice = labelled({ field, label, input: select, isRequired, hint: '' })
  const place = element('div', { class: 'form-variant' })
  let inner: Control | undefined
  const open = (index: number, begun?: Draft) => {
    const variant = field.variants[index]
    inner = variant === undefined ? undefined : variantInputs(variant, label, begun)
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

function variantInputs(variant: Field, label: string, draft?: Draft): Control {
  if (variant.kind === 'object') return partsControl({ field: variant, label, isRequired: true, ...draftOf(draft) })
  return fieldControl({
    field: variant,
    label: `${label}: ${labelOfVariant(variant)}`,
    isRequired: true,
    ...draftOf(draft),
  })
}

/** An input with its name, what may be in it, and what is wrong with it. */
function labelled(options: {
  readonly field: Field
  readonly label: string
  readonly input: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement
  readonly isRequired: boolean
  readonly hint: string
}): Control {
  const { field, input } = options
  input.id = freshId('field')
  const hint = [field.description, options.hint].filter((text) => text !== undefined && text !== '').join(' · ')
  const hintLine = element('small', { class: 'form-hint', id: freshId('hint') }, hint)
  const problem = element('p', { class: 'problem', id: freshId('problem') })
  input.setAttribute('aria-describedby', `${hintLine.id} ${problem.id}`)
  if (options.isRequired) input.setAttribute('aria-required', 'true')
  const optional = options.isRequired || field.default !== undefined ? null : element('small', {}, 'optional')
  return {
    root: element(
      'div',
      { class: 'form-field' },
      element('div', { class: 'form-name' }, element('label', { for: input.id }, options.label), optional, hintLine),
      input,
      problem,
    ),
    draft: () => ({ shape: 'text', text: input.value }),
    show: (problems) => showAt(input, problem, problems),
  }
}

function showAt(input: HTMLElement, line: HTMLElement, problems: readonly Problem[]): void {
  line.textContent = messagesOf(problems)
  if (problems.length > 0) input.setAttribute('aria-invalid', 'true')
  else input.removeAttribute('aria-invalid')
}

function draftOf(draft: Draft | undefined): { draft?: Draft } {
  return draft === undefined ? {} : { draft }
}
