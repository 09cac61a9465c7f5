import type { Refused } from '@gridtick/protocol/codes'
import type { GameModule, ZoneId } from 'gridtick'
import type { Answer, ZoneDescription } from '../ports/zone-answers.ts'
import type { OperateZones } from '../ports/zone-link.ts'
import type { ZoneAccess } from '../schedule/zone-access.ts'
import { pauseZone, resumeZone } from '../status/pause-and-resume.ts'
import { whyUnsettled } from '../step/settle-doubts.ts'
import { exclusive } from '../zone/turns.ts'
import type { Zone } from '../zone/zone.ts'
import { changeZone } from './change-zone.ts'
import { deleteLoadedZone, deleteUnloadedZone } from './delete-zone.ts'
import { describeZone } from './describe-zone.ts'
import { stepPausedZone } from './step-paused-zone.ts'
import { storeNewZone } from './store-new-zone.ts'

/** What operators do with zones. */
export function createOperateZones(
  { engine, registry, use }: ZoneAccess,
  {
    modules,
    newId,
    describe,
  }: {
    readonly modules: ReadonlyMap<string, GameModule>
    readonly newId: () => string
    readonly describe: (zoneId: ZoneId) => Promise<ZoneDescription | undefined>
  },
): OperateZones {
  /** Carries out an operation between the steps of a zone, and answers with the zone after it. */
  const operate = async (
    zoneId: ZoneId,
    operation: (zone: Zone) => Promise<Refused | undefined>,
  ): Promise<Answer<ZoneDescription>> => {
    const operateSettled = async (zone: Zone) => (await whyUnsettled(engine, zone)) ?? operation(zone)
    const refused = await use(zoneId, (acquired) =>
      acquired.ok ? exclusive(acquired.zone, () => operateSettled(acquired.zone)) : acquired.refused,
    )
    if (refused !== undefined) return { ok: false, refused }
    const value = await describe(zoneId)
    return value === undefined ? { ok: false, refused: noSuchZone } : { ok: true, value }
  }

  return {
    async createZone({ module: name, ...request }) {
      const module = modules.get(name)
      if (module === undefined) return { ok: false, refused: noSuchModule(name, modules) }
      const made = await storeNewZone(engine, module, { ...request, newId })
      if (!made.ok) return made
      return { ok: true, value: describeZone(engine, { zone: made.value, members: 0, recordedTicks: 0 }, registry) }
    },

    deleteZone: (zoneId) =>
      use(zoneId, (acquired) => {
        if (!acquired.ok)
          return deleteUnloadedZone(engine, zoneId).then((wasThere) => {
            registry.remove(zoneId)
            return wasThere
          })
        const { zone } = acquired
        return exclusive(zone, async () => {
          const wasThere = await deleteLoadedZone(engine, zone)
          registry.remove(zoneId)
          return wasThere
        })
      }),

    pauseZone: (zoneId) => operate(zoneId, (zone) => pauseZone(engine, zone)),
    resumeZone: ({ zoneId, ...options }) => operate(zoneId, (zone) => resumeZone(engine, zone, options)),
    changeZone: ({ zoneId, ...change }) => operate(zoneId, (zone) => changeZone(engine, zone, change)),

    async stepZone({ zoneId, ticks }) {
      const stepped = await use(zoneId, (acquired) =>
        acquired.ok ? exclusive(acquired.zone, () => stepPausedZone(engine, acquired.zone, ticks)) : acquired,
      )
      if (!stepped.ok) return stepped
      const zone = await describe(zoneId)
      return zone === undefined ? { ok: false, refused: noSuchZone } : { ok: true, value: { ...stepped.value, zone } }
    },
  }
}

const noSuchZone: Refused = { code: 'not_found', message: 'There is no such zone.' }

function noSuchModule(name: string, modules: ReadonlyMap<string, GameModule>): Refused {
  return {
    code: 'not_found',
    message: `There is no module "${name}". This server runs: ${[...modules.keys()].join(', ')}.`,
  }
}
