import type { Operator } from '../integration/operator.ts'

/** An entity as REST tells it. */
export type Stored = {
  readonly id: string
  readonly kind: string
  readonly x: number
  readonly y: number
  readonly ownerId: string | null
  readonly data: { readonly name?: string; readonly pebbles?: number }
}

/** A zone of hello-grid as its operator sees it. */
export async function createMeadow(operator: Operator, config: object = {}, seed = 'a seed for a meadow') {
  const id = await operator.createZone({ module: 'hello-grid', everyMs: 50, seed, config })
  return {
    id,
    ...watchMeadow(operator, id),
    everything: async (): Promise<readonly Stored[]> =>
      (await operator.rest('GET', `/v1/zones/${id}/state?full=true`)).entities,
  }
}

/** What a test asks of a meadow that a visitor created. */
export function watchMeadow(operator: Operator, id: string) {
  const walkers = async (): Promise<readonly Stored[]> => {
    const { entities } = await operator.rest('GET', `/v1/zones/${id}/state?full=true`)
    return (entities as readonly Stored[]).filter(({ kind }) => kind === 'walker')
  }
  const walker = async (name: string): Promise<Stored> => {
    const found = (await walkers()).find(({ data }) => data.name === name)
    if (found === undefined) throw new Error(`${name} has no walker.`)
    return found
  }
  return {
    walker,
    names: async () => (await walkers()).map(({ data }) => data.name).sort(),
    place: async (name: string) => {
      const { x, y } = await walker(name)
      return { x, y }
    },
    /** Puts a walker somewhere. A walker that stands there by chance is put into a corner first. */
    async put(name: string, x: number, y: number): Promise<void> {
      const { ownerId } = await walker(name)
      const there = (await walkers()).find((other) => other.x === x && other.y === y)
      if (there !== undefined && there.ownerId !== ownerId)
        for (const corner of [0, 1])
          await operator.debugIntent(id, { type: 'teleport', payload: { x: corner, y: 0 }, as: there.ownerId })
      const result = await operator.debugIntent(id, { type: 'teleport', payload: { x, y }, as: ownerId })
      if (result.outcome !== 'applied') throw new Error(`${name} cannot be put at ${x}, ${y}: ${result.message}`)
    },
  }
}
