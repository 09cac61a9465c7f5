import { expect, test } from 'vitest'
import { shownNameSchema } from '../../framework/server/src/rest/shown-name.ts'
import { createRestWorld } from './rest-world.ts'

const good = [
  'A',
  'Ann Bonny',
  '<b>Ann</b>',
  'Zoë',
  'e\u0301',
  '安',
  'سارا',
  'می\u200cخواهم',
  '👩‍👩‍👧',
  '__proto__',
  'constructor',
]
const bad: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['spaces', '   '],
  ['a space of no width', '\u200b'],
  ['a soft hyphen', '\u00ad'],
  ['a filler', '\u3164'],
  ['a mark on nothing', '\u0301'],
  ['a bell', 'Ann\u0007'],
  ['an escape', '\u001b[31mAnn'],
  ['a line', 'Ann\nBob'],
  ['one of the other controls', 'Ann\u009b31m'],
  ['text turned round', '\u202eAnn'],
  ['text isolated', 'Ann\u2066'],
  ['a mark of direction', 'Ann\u200f'],
  ['too much', 'A'.repeat(33)],
]

test.each(good)('a name may be %j', (name) => {
  expect(shownNameSchema(32).safeParse(name).success).toBe(true)
})

test.each(bad)('a name of %s is refused', async (_, name) => {
  expect(shownNameSchema(32).safeParse(name).success).toBe(false)
  const { ask, people } = await createRestWorld()
  const { token } = people.debug
  expect((await ask('POST', '/v1/auth/guest', { body: { displayName: name } })).status).toBe(422)
  const zoneName = name.length > 32 ? 'A'.repeat(65) : name
  expect((await ask('PATCH', '/v1/zones/z1', { token, body: { name: zoneName } })).status).toBe(422)
  expect((await ask('POST', '/v1/zones', { token, body: { module: 'board', name: zoneName } })).status).toBe(422)
})
