import type { Bot } from '@gridtick/client'
import { LoadPlanError, type ZonePlan } from '../load-plan.ts'
import { type ServerAccess, ServerError } from '../server/server-access.ts'
import { createPlaces, type Places } from './places.ts'
import { createSignUpQueue } from './sign-up-queue.ts'

/** Zones that are made, at most. */
const zonesMax = 1_000

type Search = {
  readonly access: ServerAccess
  readonly module: string
  readonly zones: ZonePlan
  readonly bot: Bot
  readonly tell: (text: string) => void
  readonly signal: AbortSignal
}

export type FoundPlaces = {
  readonly places: Places
  /** Deletes the zones that were made, and says which it could not. */
  tidyUp(): Promise<void>
}

/** Finds where to play. Rejects with a LoadPlanError that says what to do where there is nothing. */
export async function findPlaces(search: Search): Promise<FoundPlaces> {
  const { zones } = search
  if (!('id' in zones)) return makePlaces(search, zones)
  await checkZone(search, zones.id)
  return { places: createPlaces([zones.id], undefined), tidyUp: async () => {} }
}

async function checkZone({ access, module, tell, signal }: Search, zoneId: string): Promise<void> {
  const visitor = await createSignUpQueue({ access, tell, signal }).signUp('visitor')
  const found = await access.zoneOf(zoneId, visitor)
  if (found === undefined) throw new LoadPlanError(`--zone: ${access.url} has no zone ${zoneId}.`)
  if (found.module !== module) throw new LoadPlanError(`--zone: that zone is a ${found.module}, not a ${module}.`)
  if (found.isOver) throw new LoadPlanError('--zone: the game in that zone is over. Name another zone.')
}

async function makePlaces(
  { access, module, bot, tell }: Search,
  { count, everyMs, config = bot.config }: Exclude<ZonePlan, { readonly id: string }>,
): Promise<FoundPlaces> {
  if (!(await access.isOperator()))
    throw new LoadPlanError(
      'Zones are made by the debug user: say who that is with --user and --password, or name a zone that is there with --zone.',
    )
  const made: string[] = []
  const createZone = async () => {
    const id = await access.createZone({
      ...{ module, name: `load ${made.length + 1}` },
      ...(config === undefined ? {} : { config }),
      ...(everyMs === undefined ? {} : { everyMs }),
    })
    made.push(id)
    return id
  }
  const tidyUp = async () => {
    for (const zoneId of made)
      await access.deleteZone(zoneId).catch((error: unknown) => {
        if (!(error instanceof ServerError)) throw error
        tell(`The zone ${zoneId} is left: ${error.message}`)
      })
  }
  try {
    while (made.length < count) await createZone()
  } catch (error) {
    await tidyUp()
    throw error
  }
  return { places: createPlaces(made, { createZone, zonesMax }), tidyUp }
}
