import { adoptStyles, element } from '@gridtick/screen'
import { messageOf } from '../message-of.ts'
import { type Control, freshId } from './control.ts'
import { fieldControl, partsControl } from './field-control.ts'
import { fieldOf, type Json, type JsonSchema } from './fields.ts'
import styles from './forms.css'
import type { PickValue } from './pick-value.ts'
import { type Problem, readDraft } from './read-draft.ts'

/** A form made of a JSON Schema. */
export type SchemaForm = {
  readonly root: HTMLFormElement
  /** What is typed, or undefined after it showed at the fields what is wrong with it. */
  read(): Json | undefined
  /** Shows what the server said, at the fields that it is about. */
  show(problems: readonly Problem[]): void
}

/** Makes a form that asks for a value of the schema. `onSubmit` gets values that the form found nothing wrong with. */
export function createSchemaForm(options: {
  readonly schema: JsonSchema
  readonly submitLabel: string
  /** For those who cannot see what stands around it. */
  readonly label: string
  /** Where ids and places can be pointed at. */
  readonly pick?: PickValue | undefined
  /** Stands before the fields of the schema: more to ask for. */
  readonly before?: Node
  readonly onSubmit: (value: Json) => void | Promise<void>
}): SchemaForm {
  adoptStyles(styles)
  const field = fieldOf(options.schema)
  const control: Control =
    field.kind === 'object'
      ? partsControl({ field, label: options.label, isRequired: true, pick: options.pick })
      : fieldControl({ field, label: options.label, isRequired: true, pick: options.pick })
  // One thing to ask for has its button beside it.
  const isShort = field.kind === 'object' && field.parts.length === 1 && options.before === undefined
  const submit = element('button', { class: 'primary', type: 'submit' }, options.submitLabel)
  const problem = element('p', { class: 'problem', role: 'alert', id: freshId('problem') })

  const form: SchemaForm = {
    root: element(
      'form',
      { class: isShort ? 'schema-form short' : 'schema-form', novalidate: true, 'aria-label': options.label },
      options.before,
      control.root,
      element('div', { class: 'row end' }, submit),
      problem,
    ),
    read() {
      const { value, problems } = readDraft(field, control.draft())
      form.show(problems)
      return problems.length === 0 ? (value ?? {}) : undefined
    },
    show(problems) {
      control.show(problems)
      form.root.querySelector<HTMLElement>('[aria-invalid]')?.focus()
    },
  }

  form.root.addEventListener('submit', async (event) => {
    event.preventDefault()
    const value = form.read()
    if (value === undefined) return
    submit.disabled = true
    problem.textContent = ''
    try {
      await options.onSubmit(value)
    } catch (error) {
      problem.textContent = messageOf(error)
    } finally {
      submit.disabled = false
    }
  })
  return form
}
