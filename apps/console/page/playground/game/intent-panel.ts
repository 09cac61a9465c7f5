import { element, fill } from '@gridtick/screen'
import type { Json } from '../../forms/fields.ts'
import { type JsonSchema, wordsOf } from '../../forms/fields.ts'
import type { PickValue } from '../../forms/pick-value.ts'
import { createSchemaForm } from '../../forms/schema-form.ts'
import { isDebugOnly, type ModuleInfo, rateWords } from '../module-info.ts'
import { directionIntent } from './direction.ts'
import { directionPad } from './direction-pad.ts'
import { type IntentSender, problemsOf } from './intent-sender.ts'

/** With more kinds of intents than this, forms begin folded. */
const openMax = 4

/** What a player can ask for: a pad for directions, and a form for each kind of intent. */
export function intentPanel(options: {
  readonly module: ModuleInfo
  readonly sender: IntentSender
  readonly pick: PickValue
}): HTMLElement {
  const { module, sender, pick } = options
  const entries = Object.entries(module.intentSchemas)
  const step = directionIntent(module.intentSchemas)
  const own = entries.filter(([type, schema]) => !isDebugOnly(schema) && (type !== step || hasMore(schema)))
  const debug = entries.filter(([, schema]) => isDebugOnly(schema))
  return element(
    'div',
    { class: 'intents' },
    step !== undefined &&
      element(
        'div',
        { class: 'pad-row' },
        directionPad(wordsOf(step), (direction) => void sender.send(step, direction)),
        element('p', { class: 'faint' }, `${wordsOf(step)} with the arrow keys or W A S D, or here.`),
      ),
    ...own.map(([type, schema]) =>
      intentForm({ type, schema, pick, isOpen: own.length <= openMax, send: sender.send }),
    ),
    debug.length > 0 && element('h4', {}, 'For the debug user'),
    ...debug.map(([type, schema]) => intentForm({ type, schema, pick, isOpen: false, send: sender.sendAsDebug })),
    entries.length === 0 && element('p', { class: 'faint' }, 'This game takes no intents.'),
  )
}

/** Whether a step can be told more than where it goes; then a form asks for that. */
function hasMore(schema: JsonSchema): boolean {
  return Object.keys(schema.properties ?? {}).length > 2
}

/** One kind of intent; its inputs are made when it is first opened. */
function intentForm(options: {
  readonly type: string
  readonly schema: JsonSchema
  readonly pick: PickValue
  readonly isOpen: boolean
  readonly send: IntentSender['send']
}): HTMLElement {
  const { type, schema } = options
  const rate = rateWords(schema)
  const place = element('div', {})
  const details = element(
    'details',
    { class: 'form-group', open: options.isOpen },
    element('summary', {}, wordsOf(type)),
    rate !== undefined && element('p', { class: 'faint' }, rate),
    place,
  )
  const make = () => {
    if (place.firstChild !== null) return
    const form = createSchemaForm({
      schema,
      pick: options.pick,
      label: wordsOf(type),
      submitLabel: wordsOf(type),
      async onSubmit(value: Json) {
        const result = await options.send(type, value as { readonly [key: string]: Json })
        form.show(problemsOf(result))
        if (result.outcome === 'applied') clearTexts(form.root)
      },
    })
    fill(place, form.root)
  }
  if (options.isOpen) make()
  else details.addEventListener('toggle', make)
  return details
}

/** What was said need not be said again; numbers and choices often are. */
function clearTexts(form: HTMLFormElement): void {
  for (const input of form.querySelectorAll<HTMLInputElement>('input[type="text"]')) input.value = ''
}
