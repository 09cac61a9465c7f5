import { expect, test } from 'vitest'
import { createCrowd } from './crowd.ts'
import { signInOperator } from './operator.ts'
import { startServer } from './server-process.ts'

test('[DUR-4] SIGHUP stops the server in order: players hear of it, and the code is 0', async () => {
  const server = await startServer({ modules: ['garden.ts'] })
  const operator = await signInOperator(server.url)
  const { client } = await createCrowd().enter(operator, await operator.createZone({ module: 'garden' }))
  server.signal('SIGHUP')
  await client.next('bye')
  expect(await client.closed).toMatchObject({ code: 1001 })
  expect(await server.exited).toEqual({ code: 0, signal: null })
})

test('[FAIL-15] over its memory limit the server stops in order with 75, and names the largest zones', async () => {
  const server = await startServer({ modules: ['holder.ts'], settings: { MEMORY_LIMIT_MB: '400' } })
  const operator = await signInOperator(server.url)
  const zoneId = await operator.createZone({ module: 'holder' })
  const { client } = await createCrowd().enter(operator, zoneId)
  void client.intent(zoneId, { type: 'hoard', mb: 400 }).catch(() => {})
  await client.next('bye')
  expect(await server.exited).toEqual({ code: 75, signal: null })
  const line = server.stderr.split('\n').find((text) => text.includes('MEMORY_LIMIT_MB')) ?? '{}'
  expect(JSON.parse(line)).toMatchObject({
    memoryLimitMb: 400,
    largestZones: [{ zoneId, module: 'holder', entities: 1 }],
  })
})
