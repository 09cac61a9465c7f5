import type { ArgsDef } from 'citty'
import { CommandError } from '../command-error.ts'
import { kebabCase } from './option-names.ts'

/**
 * What a server refused, in the words of the command that asked it: `/name` is `--name`, `/config/size` is
 * `--config at /size`. What is no option of the command stays as the server named it; so does any other error.
 */
export function nameOptions(error: unknown, definitions: ArgsDef): unknown {
  if (!(error instanceof CommandError) || error.fields.length === 0) return error
  const { exitCode, detail, todo, code, retryAfterMs, cause } = error
  const fields = error.fields.map(({ place, message }) => ({ place: optionAt(place, definitions), message }))
  return new CommandError(exitCode, detail, { fields, todo, code, retryAfterMs, cause })
}

function optionAt(place: string, definitions: ArgsDef): string {
  const [before, key = '', ...within] = place.split('/')
  const definition = Object.hasOwn(definitions, key) ? definitions[key] : undefined
  if (before !== '' || definition === undefined) return place
  const name = definition.type === 'positional' ? key.toUpperCase() : `--${kebabCase(key)}`
  return within.length === 0 ? name : `${name} at /${within.join('/')}`
}
