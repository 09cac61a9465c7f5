import type { HeardEvent, QueryAnswerFor } from '@gridtick/client'
import { tell, tellEveryone } from '../../../modules/space-combat/events/tell.ts'
import type { Region } from '../../../modules/space-combat/region.ts'
import type { ShipTypeName } from '../../../modules/space-combat/ship-types.ts'
import type { spaceCombat } from '../../../modules/space-combat/space-combat.ts'

/**
 * What the compiler must find: `npx tsc -p .` reads this file. Each `@ts-expect-error` is an error of the compiler itself
 * if the line below it compiles. Nothing here is run.
 */

type Seen = {
  readonly name: string
  readonly shipType: ShipTypeName
  readonly timestamp: string
  readonly moveType: 'normal'
}

export function tellings(region: Region, seen: Seen): void {
  const { timestamp } = seen
  tellEveryone(region, 'port.reset', { portsReset: 4, timestamp })
  // @ts-expect-error the payload is that of another event
  tellEveryone(region, 'port.reset', { portsRegenerated: 4, fraction: 1, timestamp })
  // @ts-expect-error no event has this name
  tellEveryone(region, 'port.sold', { timestamp })
  // @ts-expect-error it carries no more than is declared
  tellEveryone(region, 'port.reset', { portsReset: 4, timestamp, by: 'ann' })

  tell(region, ['ann'], 'character.moved', { ...seen, movement: 'arrive' })
  // @ts-expect-error who looks on must learn whether somebody comes or goes
  tell(region, ['ann'], 'character.moved', seen)
}

type Heard = HeardEvent<typeof spaceCombat>

export function hear({ event, payload }: Heard): string | null {
  switch (event) {
    case 'chat.message':
      // @ts-expect-error a message to all has no name of a receiver
      payload.toName.length
      return payload.fromName
    case 'character.moved':
      return 'movement' in payload ? payload.name : payload.characterId
    case 'combat.ended':
      return payload.salvage?.[0]?.victorId ?? payload.participants.ann?.ownerCharacterId ?? null
    // @ts-expect-error no event has this name
    case 'port.sold':
      return null
    default:
      return null
  }
}

type Answer<Name extends 'check_trade' | 'combat_log' | 'combat_status'> = QueryAnswerFor<typeof spaceCombat, Name>

export function read(log: Answer<'combat_log'>, status: Answer<'combat_status'>, quote: Answer<'check_trade'>): string {
  if ('error' in log) return log.error.message
  // @ts-expect-error a query that found no fight has no state of it
  void status.endState
  const commit: number | undefined = log.rounds[0]?.actions.ann?.commit
  return `${commit} ${quote.canTrade} ${quote.error?.message}`
}
