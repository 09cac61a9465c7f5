import { nearest } from 'gridtick/internal'
import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import type { ServerApi } from './server-api.ts'

/** The names of the modules that a server runs. */
export async function moduleNames(api: ServerApi): Promise<readonly string[]> {
  const { modules } = await api.get<{ readonly modules: readonly { readonly name: string }[] }>('/v1/modules')
  return modules.map(({ name }) => name)
}

/** Rejects with a CommandError that names those there are, where the server runs no module of this name. */
export async function requireModule(api: ServerApi, name: string): Promise<void> {
  const names = await moduleNames(api)
  if (names.includes(name)) return
  const near = nearest(name, names)
  throw new CommandError(exitCodes.notFound, `${api.url} runs no module "${name}".`, {
    code: 'not_found',
    todo: `${near === undefined ? '' : `Did you mean ${near}? `}It runs: ${names.join(', ')}. Its setting MODULES says which.`,
  })
}
