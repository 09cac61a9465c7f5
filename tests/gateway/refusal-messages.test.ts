import { expect, test } from 'vitest'
import { errorMessage, refusedIntent, settledIntent } from '../../framework/protocol/src/codes.ts'
import { serverMessageSchema } from '../../framework/protocol/src/server-messages.ts'

const errors = [{ pointer: '/dx', code: 'too_big', message: 'At most 1.' }]
const refused = { code: 'queue_full', message: 'Too many wait.', retryAfterMs: 100, errors }

test('[WIRE-4] a refusal is one message, with what is known of it and nothing else, in this order', () => {
  const texts = [
    errorMessage({ code: 'not_found', message: 'There is none.' }),
    errorMessage(refused, 'r1'),
    refusedIntent('z1', {}, { code: 'not_found', message: 'There is none.' }),
    refusedIntent('z1', { seq: 7, ref: 'r1' }, refused),
    settledIntent('z1', { intentId: 'i1', seq: 7, outcome: 'applied', tick: 3, details: { gold: 2 } }),
    settledIntent('z1', { intentId: 'i1', outcome: 'refused', tick: 3, code: 'too_far', message: 'No.' }),
  ].map((message) => JSON.stringify(message))
  expect(texts).toEqual([
    '{"type":"error","code":"not_found","message":"There is none.","retryable":false}',
    '{"type":"error","code":"queue_full","message":"Too many wait.","ref":"r1","retryable":true,"retryAfterMs":100,"errors":[{"pointer":"/dx","code":"too_big","message":"At most 1."}]}',
    '{"type":"intent_result","zoneId":"z1","outcome":"refused","code":"not_found","message":"There is none.","retryable":false}',
    '{"type":"intent_result","zoneId":"z1","seq":7,"ref":"r1","outcome":"refused","code":"queue_full","message":"Too many wait.","errors":[{"pointer":"/dx","code":"too_big","message":"At most 1."}],"retryable":true,"retryAfterMs":100}',
    '{"type":"intent_result","zoneId":"z1","intentId":"i1","seq":7,"outcome":"applied","tick":3,"details":{"gold":2}}',
    '{"type":"intent_result","zoneId":"z1","intentId":"i1","outcome":"refused","tick":3,"code":"too_far","message":"No.","retryable":false}',
  ])
  for (const text of texts) expect(serverMessageSchema.safeParse(JSON.parse(text)).success).toBe(true)
})
