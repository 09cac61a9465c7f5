import { GridtickError, type JoinedZone } from '@gridtick/client'
import { element, fill } from '@gridtick/screen'
import { type Json, wordsOf } from '../../forms/fields.ts'
import type { PickValue } from '../../forms/pick-value.ts'
import { createSchemaForm } from '../../forms/schema-form.ts'
import type { ModuleInfo } from '../module-info.ts'

/** A long answer is cut; tools show it whole. */
const charactersMax = 20_000

/** A form for each query of the module, with its answer below. */
export function queryPanel(options: {
  readonly module: ModuleInfo
  readonly zone: JoinedZone
  readonly pick: PickValue
}): HTMLElement | undefined {
  const { module, zone, pick } = options
  const entries = Object.entries(module.querySchemas)
  if (entries.length === 0) return undefined
  return element(
    'div',
    { class: 'intents' },
    ...entries.map(([name, schema]) => {
      const answer = element('pre', { class: 'answer', 'aria-live': 'polite', tabindex: 0, hidden: true })
      const form = createSchemaForm({
        schema,
        pick,
        label: wordsOf(name),
        submitLabel: 'Ask',
        async onSubmit(value: Json) {
          try {
            const { tick, result } = await zone.query(name, value as { [key: string]: Json })
            const text = JSON.stringify(result, null, 2)
            fill(
              answer,
              `As of tick ${tick}:\n${text.length > charactersMax ? `${text.slice(0, charactersMax)}…` : text}`,
            )
            answer.hidden = false
          } catch (error) {
            if (error instanceof GridtickError) form.show(error.errors ?? [])
            throw error
          }
        },
      })
      return element('details', { class: 'form-group' }, element('summary', {}, wordsOf(name)), form.root, answer)
    }),
  )
}
