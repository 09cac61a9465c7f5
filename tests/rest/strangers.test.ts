import { expect, test } from 'vitest'
import { createRestWorld } from './rest-world.ts'

test('[REST] a foreign host or origin is refused with the settings that say which are not, and none of its own words', async () => {
  const { ask } = await createRestWorld()
  const host = await ask('GET', '/v1/modules', { headers: { host: 'evil.example' } })
  expect(host).toMatchObject({ status: 403, json: { code: 'forbidden' } })
  expect(host.json.detail).toMatch(/HOST and ALLOWED_HOSTS.*ALLOWED_ORIGINS/)
  const origin = await ask('GET', '/v1/modules', { headers: { host: 'here', origin: 'http://evil.example' } })
  expect(origin).toMatchObject({ status: 403, json: { code: 'forbidden' } })
  expect(origin.json.detail).toMatch(/ALLOWED_ORIGINS.*HOST and ALLOWED_HOSTS/)
  expect(host.text + origin.text).not.toContain('evil')
  expect((await ask('GET', '/v1/modules', { headers: { host: 'here', origin: 'http://here' } })).status).toBe(200)
})

test('the operator is told of it once in a minute, in short, and without what could hurt a terminal', async () => {
  const { ask, lines, clock } = await createRestWorld()
  const warnings = () => lines.filter(({ level }) => level === 'warn')
  const host = `evil"<b>é${'x'.repeat(200)}`
  for (let request = 0; request < 3; request++) await ask('GET', '/', { headers: { host } })
  expect(warnings()).toHaveLength(1)
  expect(warnings()[0]?.message).toMatch(/HOST and ALLOWED_HOSTS/)
  expect(warnings()[0]?.fields).toEqual({ host: `evil??b??${'x'.repeat(91)}` })
  clock.advance(60_000)
  await ask('GET', '/', { headers: { host: 'other.example' } })
  expect(warnings()).toHaveLength(2)
})
