import { element } from 'gridtick/screen'
import { asDebug } from '../../accounts.ts'
import { ApiError, callApi } from '../../api.ts'
import { freshId } from '../../forms/control.ts'
import { type Json, wordsOf } from '../../forms/fields.ts'
import { createSchemaForm } from '../../forms/schema-form.ts'
import type { ModuleInfo } from '../module-info.ts'

const nameLengthMax = 64

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
      element('small', {}, 'optional'),
    ),
    name,
  )

  async function create(config: Json): Promise<void> {
    const body = { module: module.name, config, ...(name.value.trim() === '' ? {} : { name: name.value.trim() }) }
    try {
      const zone = await asDebug((token) => callApi<{ id: string }>('/v1/zones', { method: 'POST', token, body }))
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
