import { describeFault, ModuleFault } from '../module/module-fault.ts'
import type { Answer, SteppedZone } from '../ports/zone-answers.ts'
import { isReady } from '../step/settle-doubts.ts'
import { runStep } from '../step/step-zone.ts'
import { beatNumber } from '../zone/beat.ts'
import { nextTime, numberFrom } from '../zone/clockwork.ts'
import type { Engine } from '../zone/engine.ts'
import type { StepTime } from '../zone/step-plan.ts'
import type { Zone } from '../zone/zone.ts'

/**
 * Runs steps of a paused zone, one after the other, for an operator who looks at what each does. Called under the zone's
 * `exclusive`. Everything is as in a beat: what is queued is settled, the step is committed, watchers get their frames;
 * only the zone stays paused. Ends early at the first failure, whose error is stored, and when the zone is finished.
 *
 * A step is given one period as `elapsedMs`, as a zone that runs gives: the hour in which somebody looked at the zone
 * would be one leap of an hour. `now` is the real time, because the times a game tells its players are read by clocks.
 * Each raises the numbers of the beats by one: nobody who watches was shown the new one before.
 */
export async function stepPausedZone(
  engine: Engine,
  zone: Zone,
  ticks: number,
): Promise<Answer<Omit<SteppedZone, 'zone'>>> {
  const refused = whyNotStepped(zone)
  if (refused !== undefined) return { ok: false, refused }
  let done = 0
  while (done < ticks) {
    if (engine.isDraining) return stop('shutting_down', 'The server stops', done)
    if (!(await isReady(engine, zone))) return stop('storage_unavailable', 'The server cannot store anything', done)
    // A commit that was in doubt, or the last step, may have been its end.
    if (zone.life.status !== 'paused') break
    const { tickOffset } = zone.clockwork
    const time = timeByHand(engine, zone)
    numberFrom(zone, tickOffset + time.tick - beatNumber(zone.clockwork, time.now))
    const outcome = await runStep(engine, zone, time)
    if (zone.clockwork.tick < time.tick) numberFrom(zone, Math.max(tickOffset, zone.committed.tickOffset))
    if (outcome === 'stopped') return stop('storage_unavailable', 'The tick could not be stored', done)
    if (outcome instanceof ModuleFault)
      return { ok: true, value: { ticks: done, error: describeFault(outcome, { ...where(zone), tick: time.tick }) } }
    done += 1
    // Others have their turn between two steps, as between those of zones that run.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { ok: true, value: { ticks: done, error: null } }
}

function timeByHand(engine: Engine, zone: Zone): StepTime {
  const time = nextTime(engine.clock, zone)
  const tick = Math.max(time.tick, beatNumber(zone.clockwork, time.now) + 1)
  return Object.freeze({ ...time, tick, elapsedMs: zone.schedule.stepMs })
}

function whyNotStepped({ life: { status } }: Zone) {
  if (status === 'paused') return undefined
  if (status === 'finished') return { code: 'zone_finished', message: 'This game is over; it never steps again.' }
  return { code: 'conflict', message: 'Only a paused zone is stepped by hand; pause it first.' }
}

function where(zone: Zone) {
  return { module: zone.module.name, zoneId: zone.id }
}

function stop(code: string, message: string, done: number): Answer<never> {
  return { ok: false, refused: { code, message: `${message}; ${done} ticks were run. Try again in a moment.` } }
}
