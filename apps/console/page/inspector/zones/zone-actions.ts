import { messageOf } from '../../message-of.ts'
import { notify } from '../../notices.ts'
import { askAsDebug } from '../ask-as-debug.ts'
import type { SteppedZone, Zone } from '../server-answers.ts'
import { confirmDialog } from './confirm-dialog.ts'

/** What can be done to a zone. Carried out, it tells what came of it; undefined: the person thought better of it. */
export type ZoneAction = (zone: Zone) => Promise<string | undefined>

/** Carries out actions: one at a time for each zone, with a notice of what became of it. */
export type ZoneActions = {
  isBusy(zoneId: string): boolean
  run(zone: Zone, action: ZoneAction): Promise<void>
}

export function createZoneActions(options: {
  /** Something began or ended: show it. */
  readonly onBusy: () => void
  /** It was done: read the zones again. */
  readonly onDone: () => void
}): ZoneActions {
  const busy = new Set<string>()
  return {
    isBusy: (zoneId) => busy.has(zoneId),
    async run(zone, action) {
      if (busy.has(zone.id)) return
      busy.add(zone.id)
      options.onBusy()
      try {
        const done = await action(zone)
        if (done !== undefined) notify(done, 'good')
      } catch (error) {
        notify(`${zone.name}: ${messageOf(error)}`, 'bad')
      }
      busy.delete(zone.id)
      options.onBusy()
      options.onDone()
    },
  }
}

export const pauseZone: ZoneAction = async (zone) => {
  await askAsDebug(`${pathOf(zone)}/pause`, { method: 'POST', body: {} })
  return `${zone.name} is paused.`
}

/** Asks what shall become of the intents that were queued when it was paused. */
export const resumeZone: ZoneAction = async (zone) => {
  const choice = await confirmDialog({
    title: `Resume ${zone.name}?`,
    text: 'Intents that were queued when it was paused are carried out by the next tick, or refused as discarded. Discard them if one of them made the module fail.',
    choices: [
      { name: 'discard', label: 'Discard and resume' },
      { name: 'keep', label: 'Resume', class: 'primary' },
    ],
  })
  if (choice === undefined) return undefined
  const discardIntents = choice === 'discard'
  await askAsDebug(`${pathOf(zone)}/resume`, { method: 'POST', body: { discardIntents } })
  return discardIntents ? `${zone.name} goes on, without what was queued.` : `${zone.name} goes on.`
}

/** Runs so many ticks of a paused zone, which stays paused. */
export function stepZone(ticks: number): ZoneAction {
  return async (zone) => {
    const stepped = await askAsDebug<SteppedZone>(`${pathOf(zone)}/step`, { method: 'POST', body: { ticks } })
    const ran = `${stepped.ticks} ${stepped.ticks === 1 ? 'tick was' : 'ticks were'} run`
    if (stepped.error !== null) throw new Error(`${ran}, then it failed: ${stepped.error}`)
    return `${zone.name}: ${ran}. Tick ${stepped.zone.tick} is the last that changed something.`
  }
}

export const deleteZone: ZoneAction = async (zone) => {
  const { members } = zone.players
  const choice = await confirmDialog({
    title: `Delete ${zone.name}?`,
    text: `Its state will be gone for good${members === 0 ? '' : `, and its ${members} ${members === 1 ? 'player is' : 'players are'} sent away`}. The log stays. This cannot be undone.`,
    choices: [{ name: 'delete', label: 'Delete', class: 'danger' }],
  })
  if (choice === undefined) return undefined
  await askAsDebug(pathOf(zone), { method: 'DELETE' })
  return `${zone.name} was deleted.`
}

export function recordZone(record: boolean): ZoneAction {
  return async (zone) => {
    await askAsDebug(pathOf(zone), { method: 'PATCH', body: { record } })
    return record ? `${zone.name} is recorded from now on.` : `${zone.name} is no longer recorded.`
  }
}

export function pathOf({ id }: { readonly id: string }): string {
  return `/v1/zones/${encodeURIComponent(id)}`
}
