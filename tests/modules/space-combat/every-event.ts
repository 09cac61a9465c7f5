import type { ShownEvent, TestZone } from '@gridtick/testing'
import { ask, fightOf, operate, seen, withCaptains } from './captains.ts'
import { storedParty } from './stage/props.ts'
import { stage } from './stage/stage.ts'

/** A short game in which everything is told that can be: the first event of each name and form, in their order. */
export async function everyEvent(): Promise<readonly ShownEvent[]> {
  const zone = await withCaptains(['ann', 'bob'])
  const cargo = { fuel_ore: 10, organics: 0, equipment: 0 }
  await operate(zone, 'ann', 'set_ship', { playerId: 'ann', shipType: 'kestrel_courier', warpPower: 100, cargo })
  await ask(zone, 'ann', 'recharge', { units: 30 })
  await ask(zone, 'bob', 'transfer_warp', { toPlayerId: 'ann', units: 10 })
  await ask(zone, 'ann', 'send_message', { scope: 'broadcast', content: 'Is anybody out there?' })
  await ask(zone, 'bob', 'send_message', { scope: 'direct', toPlayerId: 'ann', content: 'I am.' })
  await ask(zone, 'ann', 'move', { toSector: 1 })
  await ask(zone, 'ann', 'trade', { side: 'sell', commodity: 'fuel_ore', quantity: 10 })
  await ask(zone, 'ann', 'leave_fighters', { sector: 1, quantity: 20, mode: 'toll', tollAmount: 23 })
  await operate(zone, 'ann', 'set_ship', { playerId: 'bob', shipType: 'kestrel_courier', fighters: 2, shields: 0 })
  await ask(zone, 'bob', 'move', { toSector: 1 })
  await zone.join('cem')
  await shootDown(zone, 'ann', 'bob')
  const [salvageId] = seen(zone, 'ann', 'salvage')
  await ask(zone, 'ann', 'collect_salvage', { salvageId })
  await operate(zone, 'ann', 'reset_ports', {})
  await operate(zone, 'ann', 'regenerate_ports', {})
  const events = ['ann', 'bob', 'cem'].flatMap((name) => zone.events(name))
  return firstOfEachForm([...events, ...(await failedFight())])
}

/** What captains hear of a fight that is stored with an invalid time. */
async function failedFight(): Promise<readonly ShownEvent[]> {
  const brace = { id: 'ann', action: 'brace' as const, commit: 0, targetId: null, toSector: null, submittedAt: 9e15 }
  const participants = [storedParty('ann'), storedParty('bob')]
  const region = await stage({
    ships: { ann: { sector: 1 }, bob: { sector: 1 } },
    fights: [{ id: 'x1PZSC8h4_7JFDS6', sector: 1, participants, pending: [brace] }],
  })
  await region.deadline(1)
  return region.zone.events('ann').filter(({ event }) => event === 'combat.error')
}

async function shootDown(zone: TestZone, attackerId: string, targetId: string): Promise<void> {
  for (let round = 0; round < 9 && zone.entities.ofKind('encounter').length > 0; round++) {
    const combatId = fightOf(zone, attackerId)
    zone.intent(targetId, 'combat_action', { combatId, action: 'brace' })
    await ask(zone, attackerId, 'combat_action', { combatId, action: 'attack', targetId, commit: 10 })
  }
}

function firstOfEachForm(events: readonly ShownEvent[]): readonly ShownEvent[] {
  const forms = new Map(events.toReversed().map((heard) => [formOf(heard), heard]))
  return [...forms.values()].sort((one, other) => (formOf(one) < formOf(other) ? -1 : 1))
}

/** Name and keys; a message to all has no `toName`, a mover is told more than who looks on. */
function formOf({ event, payload }: ShownEvent): string {
  return `${event} ${Object.keys(payload as object).join(' ')}`
}
