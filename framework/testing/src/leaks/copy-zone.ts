import {
  createEntityTable,
  type Input,
  InputQueue,
  RedactionCache,
  Subscriptions,
  Turns,
  type Zone,
} from '@gridtick/engine/testing'

/**
 * A zone that goes on from where another one is, and shares nothing with it that changes. Taken between two steps. It
 * is not recorded.
 */
export function copyZone(zone: Zone, limits: ConstructorParameters<typeof InputQueue>[0]): Zone {
  const { committed, module } = zone
  const entities = createEntityTable(committed.entities.all())
  const inputs = new Map(zone.queue.all().map((input) => [input, copyInput(input)]))
  return {
    ...zone,
    committed: {
      ...committed,
      entities,
      redactions: new RedactionCache(module, entities),
      members: new Map(committed.members),
    },
    queue: queueOf([...inputs.values()], limits),
    watching: { ...zone.watching, subscriptions: copySubscriptions(zone.watching.subscriptions, inputs) },
    isolation: zone.isolation && {
      ...zone.isolation,
      suspects: copySet(zone.isolation.suspects, inputs),
      doubtful: copySet(zone.isolation.doubtful, inputs),
      putOff: copySet(zone.isolation.putOff, inputs),
    },
    rates: zone.rates.copy(),
    poison: zone.poison.copy(),
    recording: undefined,
    turns: new Turns(),
  }
}

function copySet(some: ReadonlySet<Input>, inputs: ReadonlyMap<Input, Input>): ReadonlySet<Input> {
  return new Set([...some].flatMap((input) => inputs.get(input) ?? []))
}

/** Who waits for an intent is added to it later. */
function copyInput(input: Input): Input {
  return input.kind === 'intent' ? { ...input, waiters: [...input.waiters] } : { ...input }
}

function queueOf(inputs: readonly Input[], limits: ConstructorParameters<typeof InputQueue>[0]): InputQueue {
  const queue = new InputQueue(limits)
  for (const input of inputs) {
    if (input.kind === 'intent') queue.addIntent(input)
    else if (input.kind === 'presence') queue.addPresence(input)
    else queue.addMembership(input)
  }
  return queue
}

function copySubscriptions(subscriptions: Subscriptions, inputs: ReadonlyMap<Input, Input>): Subscriptions {
  const copies = new Subscriptions()
  for (const subscription of subscriptions.all()) {
    const { join } = subscription
    const copied = join === undefined ? undefined : (inputs.get(join) ?? join)
    copies.add({ ...subscription, join: copied as typeof join })
  }
  return copies
}
