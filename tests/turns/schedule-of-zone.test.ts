import { turns } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { scheduleOfZone, type TurnWish } from '../../framework/engine/src/turns/schedule-of-zone.ts'
import { hybrid, strict } from './turn-world.ts'

const declared = turns({ ...hybrid, graceMs: 5_000, afkAfter: 3, remindBeforeMs: [10_000] })

describe('[TURN-4] the schedule of one zone', () => {
  test('is that of its module, but for what is wished', () => {
    expect(scheduleOfZone(declared, {})).toEqual(declared)
    const deadline = { cron: '0 20 * * *', timeZone: 'Europe/Berlin' }
    expect(scheduleOfZone(declared, { deadline, shows: 'who' })).toEqual({ ...declared, deadline, shows: 'who' })
  })

  test('strict takes away what belongs to an end', () => {
    const schedule = scheduleOfZone(declared, { policy: 'strict' })
    expect(schedule).toEqual(turns({ ...strict, graceMs: 5_000 }))
  })

  test('is refused where it cannot be, by a pointer into the wish', () => {
    const misfit = (wish: object, of = declared) => {
      const schedule = scheduleOfZone(of, wish as TurnWish)
      return 'misfit' in schedule ? schedule.misfit : undefined
    }
    expect(misfit({ deadline: { afterMs: 5 } })).toEqual({
      pointer: '/deadline/afterMs',
      code: 'turns',
      message: 'deadline.afterMs must be a whole number of ms, of a second (1_000) to 90 days (7_776_000_000).',
    })
    expect(misfit({ policy: 'hybrid' }, turns(strict))).toMatchObject({ pointer: '/deadline' })
    expect(misfit({ shows: 'all' })).toMatchObject({ pointer: '/shows' })
    expect(misfit({ policy: 'strict', deadline: { afterMs: 5_000 } })).toMatchObject({ pointer: '/deadline' })
    expect(misfit({ graceMs: undefined })).toMatchObject({ pointer: '/graceMs' })
    expect(misfit({ grace: 1 })).toMatchObject({ pointer: '/grace' })
  })
})
