import type { EntityDifference, FieldDifference, PartDifference, ReplayDifference } from './replay-difference.ts'

/** A difference as a person reads it, in lines: the tick, then what is other about it. */
export function describeDifference(difference: ReplayDifference): string {
  const { tick, failure, entities, moreEntities, isIncomplete, wakeAt, end } = difference
  if (failure !== undefined) return `Tick ${tick} failed when it was run again.\n  ${failure}`
  return [
    `Tick ${tick} gave another state when it was run again.`,
    ...entities.flatMap(entityLines),
    ...(moreEntities > 0 ? [`  and ${moreEntities} more entities`] : []),
    ...(isIncomplete ? ['  More entities changed in this tick than are recorded by name; others may differ too.'] : []),
    ...partLines('state', difference.state),
    ...partLines('extras', difference.extras),
    ...partLines('players', difference.players),
    ...(wakeAt === undefined ? [] : [`  wakeAt: ${wakeAt.recorded} was recorded, now ${wakeAt.replayed}`]),
    ...(end === undefined ? [] : [`  end: ${show(end.recorded)} was recorded, now ${show(end.replayed)}`]),
  ].join('\n')
}

function entityLines({ id, kind = 'entity', recorded, replayed, fields }: EntityDifference): readonly string[] {
  if (replayed.hash === null) return [`  ${kind} ${id}: it was there, and is not now`]
  if (recorded.hash === null) return [`  ${kind} ${id}: it was not there, and is now: ${show(replayed.value)}`]
  if (fields !== undefined) return [`  ${kind} ${id}:`, ...fields.map(fieldLine)]
  return [`  ${kind} ${id}: another one was recorded (${recorded.hash}), now ${show(replayed.value)}`]
}

function partLines(name: string, part: PartDifference | undefined): readonly string[] {
  if (part === undefined) return []
  if (part.fields === undefined) return [`  ${name}: another one was recorded, now ${show(part.replayed)}`]
  return [`  ${name}:`, ...part.fields.map(fieldLine)]
}

function fieldLine({ path, recorded, replayed }: FieldDifference): string {
  return `    ${path}: ${show(recorded)} was recorded, now ${show(replayed)}`
}

/** Cut short: an entity may have 64 KiB. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 200 ? `${text.slice(0, 199)}…` : text
}
