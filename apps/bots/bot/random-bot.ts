import { type Bot, defineBot, type ZoneView } from '@gridtick/client'
import { randomValue } from './random-value.ts'

/** A module without a bot is played this fast. */
const thinkMs = 500

/** Entities whose ids and places random payloads are made of. */
const entitiesMax = 20

/**
 * A bot for a module that brings none: it sends random intents, made of the JSON Schemas that the server gives for them.
 * Those for the debug role are left out. Undefined if that leaves none.
 */
export function createRandomBot(intentSchemas: { readonly [type: string]: object }): Bot | undefined {
  const open = Object.entries(intentSchemas).filter(([, schema]) => !('x-debugOnly' in schema))
  if (open.length === 0) return undefined
  return defineBot({
    thinkMs,
    act({ view, random }) {
      const [type, schema] = random.pick(open)
      const payload = randomValue(schema, { random, ...sourceOf(view) }) as { readonly [key: string]: string }
      return { type, payload }
    },
  })
}

function sourceOf({ entities }: ZoneView) {
  const seen = [...entities.values()].slice(0, entitiesMax)
  return {
    strings: seen.flatMap(({ id, ownerId }) => (ownerId === null ? [id] : [id, ownerId])),
    numbers: seen.flatMap(({ x, y }) => [x, y]),
  }
}
