import { isObject } from '../kernel/json-value.ts'
import { suggestName } from '../kernel/suggest.ts'
import { isSchema } from './walk-schema.ts'

const parts = ['input', 'output', 'answer']

/** What is wrong with a declared query, in words that begin within its name in backticks; undefined: nothing. */
export function findQueryFlaw(given: unknown): string | undefined {
  if (!isObject(given)) return '` must be { input: schema, answer() }, with `output: schema` if you like.'
  const unknown = Object.keys(given).find((key) => !parts.includes(key))
  const hint =
    unknown === undefined ? '' : ` There is \`${unknown}\`, which no query has.${suggestName(unknown, parts)}`
  if (!isSchema(given.input))
    return `.input\` must be a zod schema of what the player asks with; z.strictObject({}) for nothing.${hint}`
  if (given.output !== undefined && !isSchema(given.output))
    return '.output` must be a zod schema of the answer. You can leave it out.'
  if (typeof given.answer !== 'function') return `.answer\` must be a function that returns the answer.${hint}`
  return undefined
}
