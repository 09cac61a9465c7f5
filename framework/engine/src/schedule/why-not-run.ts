import type { Refused } from '@gridtick/protocol/codes'
import type { GameModule } from 'gridtick'
import type { Outcome } from '../guard/guard.ts'
import { ModuleFault } from '../module/module-fault.ts'
import type { LoadedZone, StoredZone } from '../ports/storage/stored-zone.ts'
import type { Engine } from '../zone/engine.ts'
import { misfitLooks } from './find-misfit.ts'

/** A module comes back with a new start of the server, which ends the connection anyway. */
const moduleRetryMs = 5_000

/** Why a stored zone cannot run on this server. Nothing of it is changed, and a server that can goes on with it. */
export type Obstacle = {
  /** What a player is answered. */
  readonly refused: Refused
  /** What the log and the debug role are told. It may name hidden things. */
  readonly reason: string
}

/** Its players wait for it, and go on when it is there again. */
export function moduleUnavailable({ module }: StoredZone): Obstacle {
  const message = `The module ${module} of this zone cannot be loaded at the moment. The zone goes on when the module is fixed.`
  return { refused: { code: 'module_unavailable', message, retryAfterMs: moduleRetryMs }, reason: message }
}

export function noModule({ module }: StoredZone): Obstacle {
  return conflict(`This server does not run the module ${module} of this zone. Name it in MODULES.`)
}

/** Undefined: it is the same. */
export function otherStateVersion({ module, stateVersion }: StoredZone, running: GameModule): Obstacle | undefined {
  if (stateVersion === running.stateVersion) return undefined
  return conflict(
    `This zone was stored with state version ${stateVersion} of ${module}; this server runs version ${running.stateVersion}. Run the module it was stored with, or create a new zone.`,
  )
}

/**
 * Whether all that is stored of a zone fits the schemas of the module (MOD-20). Undefined: it does. A schema that does
 * not return counts as one that nothing fits.
 */
export async function misfit(
  { guard, running: hooks }: Pick<Engine, 'guard' | 'running'>,
  stored: LoadedZone,
  running: GameModule,
): Promise<Obstacle | undefined> {
  const call = { module: running.name, hook: 'schemas', zoneId: stored.zone.id }
  let problem: string | undefined
  const works = misfitLooks(stored, running).map((look) => ({
    module: running,
    call,
    run: () => (problem === undefined ? hooks.run(call, look) : undefined),
  }))
  await guard.runEach(works, (outcomes) => {
    for (const outcome of outcomes) problem ??= problemOf(outcome)
  })
  if (problem === undefined) return undefined
  const { module, moduleVersion } = stored.zone
  const versions =
    moduleVersion === running.version
      ? `It was stored before the module was changed, which calls itself ${running.version} as before.`
      : `It was created by version ${moduleVersion} of the module; version ${running.version} runs here.`
  return conflict(
    `This zone does not fit the module ${module} as it runs here. Run the module it was stored with, or create a new zone.`,
    `What is stored of this zone does not fit the schemas of ${module}: ${problem}. ${versions} It does not run, and nothing of it was changed. Create a new zone, or run the module it was stored with; and raise stateVersion with such a change, so that every older zone is refused for that reason.`,
  )
}

function problemOf(outcome: Outcome<string | undefined>): string | undefined {
  if (outcome.ok) return outcome.value
  if (outcome.error instanceof ModuleFault && outcome.error.isStopped) return outcome.error.message
  throw outcome.error
}

function conflict(message: string, reason = message): Obstacle {
  return { refused: { code: 'conflict', message }, reason }
}
