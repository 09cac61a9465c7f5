import { element } from '@gridtick/screen'
import { type Control, type ControlOptions, freshId } from './control.ts'
import { emptyDraft, labelOfNone } from './draft.ts'
import { type Field, type Json, rangeOf } from './fields.ts'
import { messagesOf } from './problems.ts'
import type { Problem } from './read-draft.ts'

/** Text, a number, or JSON. */
export function inputControl({ field, label, isRequired, draft = emptyDraft(field) }: ControlOptions): Control {
  const text = draft.shape === 'text' ? draft.text : ''
  const input =
    field.kind === 'json' || (field.kind === 'text' && (field.lengthMax ?? 0) > 400)
      ? element('textarea', { rows: 3, spellcheck: field.kind === 'text' })
      : element('input', field.kind === 'number' ? numberAttributes(field) : { type: 'text', autocomplete: 'off' })
  input.value = text
  // What counts where it is left empty.
  if (field.default !== undefined) input.placeholder = textOfDefault(field.default)
  const hint = field.kind === 'json' ? 'JSON' : rangeOf(field)
  return labelledControl({ field, label, input, isRequired, hint })
}

function textOfDefault(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
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

/** One of some values; none, where it may be left out. */
export function choiceControl({ field, label, isRequired, draft = emptyDraft(field) }: ControlOptions): Control {
  const options =
    field.kind === 'choice'
      ? field.options.map((value, index) => [String(index), typeof value === 'string' ? value : JSON.stringify(value)])
      : [
          ['true', 'Yes'],
          ['false', 'No'],
        ]
  const input = element(
    'select',
    {},
    element('option', { value: '' }, labelOfNone({ field, isRequired })),
    ...options.map(([value, text]) => element('option', { value }, text)),
  )
  input.value = draft.shape === 'text' ? draft.text : ''
  return labelledControl({ field, label, input, isRequired, hint: '' })
}

/** Yes or no. */
export function checkControl({ field, label, draft = emptyDraft(field) }: ControlOptions): Control {
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
export function fixedControl({ field, label }: ControlOptions): Control {
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

/** An input with its name, what may be in it, and what is wrong with it. */
export function labelledControl(options: {
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
    type(text) {
      input.value = text
      input.focus()
    },
  }
}

function showAt(input: HTMLElement, line: HTMLElement, problems: readonly Problem[]): void {
  line.textContent = messagesOf(problems)
  if (problems.length > 0) input.setAttribute('aria-invalid', 'true')
  else input.removeAttribute('aria-invalid')
}
