import type { ClientStatus } from '@gridtick/client'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { addressOf, isZoneId, readAddress } from '../../apps/console/page/address.ts'
import { ageOf } from '../../apps/console/page/age-of.ts'
import type { JsonSchema } from '../../apps/console/page/forms/fields.ts'
import { directionIntent, directionOfKey } from '../../apps/console/page/playground/game/direction.ts'
import { freshName } from '../../apps/console/page/playground/lobby/fresh-name.ts'
import { rateWords } from '../../apps/console/page/playground/module-info.ts'
import {
  connectionNote,
  mayBeLetIn,
  type PlayState,
  type Reader,
} from '../../apps/console/page/playground/pane/connection-note.ts'

describe('what a player is told of the connection', () => {
  const open: PlayState = { phase: 'playing', status: 'open' }
  const connected: ClientStatus = { phase: 'connected' }
  const note = (client: ClientStatus, play: PlayState, nowMs = 0, reader?: Reader) =>
    connectionNote(client, play, nowMs, reader)

  test('all is well: live, and nothing to explain', () => {
    expect(note(connected, open)).toEqual({ tone: 'live', label: 'Live', explanation: '' })
  })

  test('reconnecting counts down, and says that the view is old', () => {
    const lost: ClientStatus = { phase: 'reconnecting', attempt: 3, retryAtMs: 4_000, reason: '' }
    expect(note(lost, open, 500).explanation).toBe(
      'The connection was lost. Trying again in 4 s, attempt 3. You see the last known state. Anything you do now is sent once you are back.',
    )
    expect(note(lost, open).remedy).toBe('try-now')
    expect(note(lost, { phase: 'ended', reason: 'left', message: '' }).remedy).toBe('join-again')
    expect(note(lost, open, 9_000).explanation).toContain('Trying now')
    expect(note(lost, { phase: 'joining' }, 0).explanation).not.toContain('What you see')
    expect(note({ ...lost, reason: 'The server is stopping.' }, open).explanation).toMatch(
      /^The server is stopping\. Try/,
    )
  })

  test('a server under development starts again, and says elsewhere why it does not', () => {
    const explained = (awayMs: number | undefined, attempt = 1, reason = 'The server stops.') => {
      const lost: ClientStatus = { phase: 'reconnecting', attempt, retryAtMs: 12_000, reason }
      return note(lost, open, 0, { isDebug: false, development: { awayMs } }).explanation
    }
    expect(explained(undefined)).toMatch(/^The server starts again\. You see the last known state\./)
    expect(explained(9_999)).toBe(explained(undefined))
    expect(explained(61_500)).toMatch(/^The server has been away for 61 s; look at the terminal where you started it\./)
    // It answers, and yet nobody is let in.
    expect(explained(undefined, 4, 'This player connects too often.')).toMatch(/^This player connects too often\./)
    expect(explained(1_000, 4)).toBe(explained(undefined))
  })

  test('whom the server before refused may be let in by the one with another version of the module', () => {
    const refused = (code: string) => mayBeLetIn({ phase: 'refused', code, message: '' })
    expect(['conflict', 'module_unavailable', 'banned'].map(refused)).toEqual([true, true, false])
    const ended = (reason: 'refused' | 'left') => mayBeLetIn({ phase: 'ended', reason, message: '' })
    expect([ended('refused'), ended('left'), mayBeLetIn(open)]).toEqual([true, false, false])
  })

  test('a paused zone is resumed by those who may, and under development goes on with the fixed module', () => {
    const paused = (code: string | undefined, reader?: Reader) =>
      note(connected, { phase: 'playing', status: 'paused', code }, 0, reader)
    expect(paused(undefined)).toMatchObject({ explanation: expect.stringContaining('until an operator lets it go on') })
    expect(paused(undefined).remedy).toBeUndefined()
    expect(paused('internal', { isDebug: true })).toMatchObject({
      explanation: 'This zone is paused, because its module failed: nothing moves until you resume it.',
      remedy: 'resume',
    })
    const development = { awayMs: undefined }
    expect(paused('internal', { isDebug: false, development })).toMatchObject({
      explanation: 'This zone is paused, because its module failed. Fix the module and save it, and the zone goes on.',
      remedy: 'resume',
    })
    // Nobody mends what an operator paused.
    expect(paused(undefined, { isDebug: false, development }).remedy).toBeUndefined()
  })

  test.each([
    ['superseded', 'Taken over', 'take-over'],
    ['unauthenticated', 'Login expired', 'new-guest'],
    ['protocol', 'Not understood', 'join-again'],
    ['asked', 'Closed', 'join-again'],
  ] as const)('a connection that ended by %s', (reason, label, remedy) => {
    // Closing ends the zone too; why the connection closed is what counts.
    const closed: PlayState = { phase: 'ended', reason: 'closed', message: '' }
    expect(note({ phase: 'closed', reason, message: '' }, closed)).toMatchObject({ tone: 'over', label, remedy })
  })

  test.each([
    ['waiting', 'waiting', 'Waiting'],
    ['paused', 'waiting', 'Paused'],
    ['finished', 'over', 'Finished'],
    ['deleted', 'over', 'Deleted'],
  ] as const)('a zone that is %s', (status, tone, label) => {
    expect(note(connected, { phase: 'playing', status })).toMatchObject({ tone, label })
  })

  test('a zone that is paused says whether its module failed, or which other code it has', () => {
    const paused = (code: string) => note(connected, { phase: 'playing', status: 'paused', code }).explanation
    expect(paused('internal')).toContain('its module failed')
    expect(paused('other')).toContain('(other)')
  })

  test.each([
    ['left', 'Left', 'join-again'],
    ['removed', 'Removed', 'join-again'],
    ['deleted', 'Deleted', 'back'],
    ['refused', 'Not joined', 'join-again'],
  ] as const)('a zone that is no longer watched: %s', (reason, label, remedy) => {
    expect(note(connected, { phase: 'ended', reason, message: 'why' })).toMatchObject({ tone: 'over', label, remedy })
  })

  test('a zone whose module cannot be loaded says what it waits for, before and after joining', () => {
    const code = 'module_unavailable'
    const states: readonly PlayState[] = [
      { phase: 'refused', code, message: 'It cannot be loaded.' },
      { phase: 'playing', status: 'waiting', code },
    ]
    for (const state of states) {
      const { tone, explanation, remedy } = note(connected, state)
      expect({ tone, remedy }).toEqual({ tone: 'waiting', remedy: undefined })
      expect(explanation).toContain('waits for its module')
    }
    expect(note(connected, { phase: 'playing', status: 'waiting', code: 'overloaded' }).explanation).toContain(
      'overloaded',
    )
  })

  test('a refused join shows the code and what was said; a zone that is not there leads back', () => {
    const full: PlayState = { phase: 'refused', code: 'zone_full', message: 'This zone holds 8 players.' }
    expect(note(connected, full)).toMatchObject({
      explanation: 'This zone holds 8 players. (zone_full)',
      remedy: 'join-again',
    })
    expect(note(connected, { ...full, code: 'not_found' })).toMatchObject({ remedy: 'back' })
  })
})

describe('which intent the arrow keys send', () => {
  const schemaOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input' }) as JsonSchema
  const way = z.int().min(-1).max(1)

  test('the first that takes dx and dy from −1 to 1, and needs no more', () => {
    const intents = {
      say: schemaOf(z.strictObject({ text: z.string() })),
      jump: schemaOf(z.strictObject({ dx: z.int().min(-9).max(9), dy: way })),
      push: schemaOf(z.strictObject({ dx: way, dy: way, force: z.int() })),
      step: schemaOf(z.strictObject({ dx: way, dy: way, isQuick: z.boolean().optional() })),
      walk: schemaOf(z.strictObject({ dx: way, dy: way })),
    }
    expect(directionIntent(intents)).toBe('step')
    const { step: _step, walk: _walk, ...others } = intents
    expect(directionIntent(others)).toBeUndefined()
  })

  test('[INT-7] the rate of an intent is said in words, where it has one', () => {
    expect(rateWords({ 'x-rate': { perSecond: 10, burst: 20 } })).toBe('At most 10 a second, 20 at once.')
    expect([rateWords({}), rateWords({ 'x-rate': 5 })]).toEqual([undefined, undefined])
  })

  test('never one of the debug role', () => {
    const step = { ...schemaOf(z.strictObject({ dx: way, dy: way })), 'x-debugOnly': true }
    expect(directionIntent({ step })).toBeUndefined()
  })

  test('keys are read in either case', () => {
    expect(['ArrowUp', 'd', 'S', 'A'].map(directionOfKey)).toEqual([
      { dx: 0, dy: -1 },
      { dx: 1, dy: 0 },
      { dx: 0, dy: 1 },
      { dx: -1, dy: 0 },
    ])
    expect(['x', 'constructor', 'Enter'].map(directionOfKey)).toEqual([undefined, undefined, undefined])
  })
})

describe('zones in a list', () => {
  test('say how long they have been there', () => {
    const ages = [-5, 59_999, 60_000, 3_599_999, 3_600_000, 86_400_000, 40 * 86_400_000].map((ms) => ageOf(0, ms))
    expect(ages).toEqual(['just now', 'just now', '1 min ago', '59 min ago', '1 h ago', '1 d ago', '40 d ago'])
  })

  test('are called after their module, and numbered where that is taken', () => {
    expect(freshName('meadow', [])).toBe('meadow')
    expect(freshName('meadow', ['meadow', 'My own'])).toBe('meadow 2')
    expect(freshName('meadow', ['meadow 2'])).toBe('meadow')
    expect(freshName('meadow', ['meadow', 'meadow 2', 'meadow 4'])).toBe('meadow 3')
    expect(freshName('meadow', ['meadow', 'meadow'])).toBe('meadow 2')
  })
})

describe('addresses of pages', () => {
  test.each([['play', 'z/1 ü'], ['play'], ['inspect', 'z1', 'log']])('%s %s: there and back', (name, ...parts) => {
    expect(readAddress(addressOf(name, ...parts))).toEqual({ name, parts })
  })

  test('nothing, and what cannot be decoded, is an address too', () => {
    expect(isZoneId('01995a4e-7c00-7000-8000-0123456789ab')).toBe(true)
    expect(['', 'nonsense', '01995a4e-7c00-7000-8000-0123456789a', '../zones'].filter(isZoneId)).toEqual([])
    expect(readAddress('')).toEqual({ name: '', parts: [] })
    expect(readAddress('#/play/%E0%A4%A')).toEqual({ name: 'play', parts: ['%E0%A4%A'] })
  })
})
