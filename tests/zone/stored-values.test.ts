import { testZone } from '@gridtick/testing'
import type { GameModule } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type ProbeContext, probeModule } from './probe-module.ts'

const escapeText = (text: string) => text.replaceAll('&', '&amp;')

type Parts = { readonly data: z.ZodRawShape; readonly given: object; readonly onTick?: (at: ProbeContext) => unknown }

/** A zone with one thing of this schema. */
function zoneWith({ data, given, onTick = () => ({}) }: Parts) {
  const probe = probeModule({ create: [{ id: 'a', kind: 'thing', x: 1, y: 1, data: given }], onTick })
  const entities = { thing: z.strictObject({ n: z.number().default(1), ...data }) }
  return testZone({ ...probe, entities } as GameModule, { isQuiet: true })
}

describe('[MOD-21] what is stored stays as it is, whatever else is updated', () => {
  test('schemas that fill in and tidy up do so once', async () => {
    const data = {
      title: z.string().trim().toUpperCase(),
      heading: z.number().overwrite((value) => value % 360),
      hull: z.int().default(5),
      mood: z.enum(['calm', 'angry']).catch('calm'),
      price: z.coerce.number(),
    }
    const given = { title: '  a & b ', heading: 725, mood: 'hungry', price: '12' }
    const onTick = () => ({ update: [{ id: 'a', inc: [[['data', 'n'], 1]] }] })
    const zone = await zoneWith({ data, given, onTick })
    const stored = { title: 'A & B', heading: 5, hull: 5, mood: 'calm', price: 12 }
    expect(zone.entities.get('a')?.data).toEqual({ n: 1, ...stored })
    await zone.tick(3)
    expect(zone.faults()).toEqual([])
    expect(zone.entities.get('a')?.data).toEqual({ n: 4, ...stored })
  })

  test('one that changes its own result is a fault at once, before anything is stored', async () => {
    const title = z.string().overwrite(escapeText)
    await expect(zoneWith({ data: { title }, given: { title: 'a & b' } })).rejects.toThrow(
      /bad create\[0\]\.data\.title: its schema makes "a &amp;amp; b" of "a &amp; b", which it gave out itself\..*read again/,
    )
    const onTick = () => ({ update: [{ id: 'a', set: { data: { title: 'a & b' } } }] })
    const zone = await zoneWith({ data: { title }, given: { title: 'plain' }, onTick })
    await zone.tick()
    expect(zone.faults()[0]).toMatch(/onTick returned a bad update\[0\]\.data\.title: its schema makes/)
    expect(zone.entities.get('a')?.data).toEqual({ n: 1, title: 'plain' })
  })

  test('so are checks that change what they look at, deep inside', async () => {
    const counted = z.looseObject({ times: z.int() }).check((payload) => {
      payload.value = { ...payload.value, times: payload.value.times + 1 }
    })
    const parts = { data: { log: z.array(counted) }, given: { log: [{ times: 1 }] } }
    await expect(zoneWith(parts)).rejects.toThrow(/bad create\[0\]\.data\.log: its schema makes \[\{"times":3\}\] of/)
  })

  test('so are refinements that write into the object that they look at', async () => {
    const grown = z.strictObject({ size: z.int() }).refine((value) => {
      value.size *= 10
      return true
    })
    const parts = { data: { body: grown }, given: { body: { size: 1 } } }
    await expect(zoneWith(parts)).rejects.toThrow(/bad create\[0\]\.data\.body\.size: its schema makes 100 of 10/)
  })

  test('state and extras likewise', async () => {
    const onTick = ({ tick }: ProbeContext) =>
      tick === 1 ? { state: { note: 'x' } } : { extras: { board: { a: 'a & b' } } }
    const schemas = {
      state: z.strictObject({ round: z.number().optional(), note: z.string().overwrite((text) => `${text}!`) }),
      extras: z.strictObject({ board: z.record(z.string(), z.string().overwrite(escapeText)).default({}) }),
    }
    const start = probeModule({ onTick, state: { note: '' }, extras: {} })
    await expect(testZone({ ...start, ...schemas } as GameModule)).rejects.toThrow(
      /bad state\.note: its schema makes "!!"/,
    )
    const zone = await testZone({ ...start, extras: schemas.extras } as GameModule, { isQuiet: true })
    await zone.tick(2)
    expect(zone.faults()).toEqual([expect.stringMatching(/bad extras\.board\.a: its schema makes "a &amp;amp; b"/)])
  })

  test('a schema that throws or gives a Promise is reported with the place of the value', async () => {
    const odd = (check: () => unknown) => ({ data: { odd: z.string().refine(check) }, given: { odd: '' } })
    await expect(
      zoneWith(
        odd(() => {
          throw new Error('out of order')
        }),
      ),
    ).rejects.toThrow(/bad create\[0\]\.data: its schema threw Error: out of order \(\S+stored-values\.test\.ts:\d+/)
    await expect(zoneWith(odd(() => Promise.resolve(true)))).rejects.toThrow(
      /bad create\[0\]\.data: its schema gives a Promise\. Remove `async`/,
    )
  })
})
