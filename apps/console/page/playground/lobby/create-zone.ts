import { element } from '@gridtick/screen'
import { asDebug } from '../../accounts.ts'
import { ApiError, callApi } from '../../api.ts'
import { freshId } from '../../forms/control.ts'
import { type Json, wordsOf } from '../../forms/fields.ts'
import { createSchemaForm } from '../../forms/schema-form.ts'
import type { ModuleInfo } from '../module-info.ts'
import { freshName } from './fresh-name.ts'

const nameLengthMax = 64
/** Among so many zones of a module names are told apart; with more, two may be called alike. */
const namesMax = 50

/** Asks for what a zone of the module can be given, and creates it as the debug user. */
export function createZoneForm(module: ModuleInfo, onCreated: (zoneId: string) => void): HTMLElement {
  const name = element('input', { id: freshId('zone-name'), maxlength: nameLengthMax, autocomplete: 'off' })
  const before = element(
    'div',
    { class: 'form-field' },
    element(
      'div',
      { class: 'form-name' },
      element('label', { for: name.id }, 'Name of the zone'),
      element('small', {}, `optional; without one: ${module.name}, with a number if that is taken`),
    ),
    name,
  )

  async function create(config: Json): Promise<void> {
    try {
      const zone = await asDebug(async (token) => {
        const chosen = name.value.trim()
        const body = { module: module.name, config, name: chosen === '' ? await nameFor(module, token) : chosen }
        return callApi<{ id: string }>('/v1/zones', { method: 'POST', token, body })
      })
      onCreated(zone.id)
    } catch (error) {
      if (!(error instanceof ApiError) || error.errors.length === 0) throw error
      form.show(error.errors.map(({ pointer, message }) => ({ pointer: pointer.replace(/^\/config/, ''), message })))
      throw error
    }
  }

  const form = createSchemaForm({
    schema: module.configSchema,
    label: `Create a zone of ${wordsOf(module.name)}`,
    submitLabel: 'Create and play',
    before,
    onSubmit: create,
  })
  return form.root
}

/** Where the names that are taken cannot be read, the zone gets the module's, as one that is made by REST. */
async function nameFor({ name }: ModuleInfo, token: string): Promise<string> {
  const path = `/v1/zones?module=${encodeURIComponent(name)}&limit=${namesMax}`
  const { zones } = await callApi<{ readonly zones: readonly { readonly name: string }[] }>(path, { token }).catch(
    () => ({ zones: [] }),
  )
  return freshName(
    name,
    zones.map((zone) => zone.name),
  )
}
