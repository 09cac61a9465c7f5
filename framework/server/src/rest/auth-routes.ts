import { roleSchema } from '@gridtick/protocol'
import { z } from '@hono/zod-openapi'
import type { Session, SessionAnswer } from '../auth/authenticator.ts'
import { createRateLimiter } from '../auth/rate-limiter.ts'
import { createRefusalNotes } from '../requests/note-refusals.ts'
import type { RestDependencies } from './dependencies.ts'
import { ProblemError } from './problem.ts'
import { guestPath, takeOrRefuse } from './request-limits.ts'
import { defineRoute, type Route, requireActor } from './route.ts'
import { timeSchema, toTime } from './schemas.ts'
import { shownNameSchema } from './shown-name.ts'
import { isFromThisMachine } from './this-machine.ts'

const identitySchema = z.strictObject({ playerId: z.string(), displayName: z.string(), role: roleSchema })

const sessionSchema = z
  .strictObject({ ...identitySchema.shape, token: z.string(), expiresAt: timeSchema })
  .openapi('Session')

const registerSchema = z.strictObject({
  username: z.string().regex(/^[a-z0-9_-]{3,32}$/, 'must be 3 to 32 of a-z, 0-9, _ and -'),
  password: z.string().min(10).max(200),
})

/** Wider than what can be registered: a wrong name or password is wrong, not invalid. */
const loginSchema = z.strictObject({ username: z.string().min(1).max(64), password: z.string().min(1).max(200) })

export function authRoutes(dependencies: RestDependencies): readonly Route[] {
  const { authenticator, limits } = dependencies
  const noteRefusal = createRefusalNotes(dependencies)
  const guests = createRateLimiter({
    points: limits.guestsPerAddressPerMinute,
    windowMs: 60_000,
    keysMax: limits.rateLimitKeysMax,
  })
  return [
    defineRoute({
      method: 'post',
      path: guestPath,
      who: 'anyone',
      tag: 'auth',
      summary: 'Become a player without a password. Keep the token: nothing else gives you this player back.',
      body: z.strictObject({ displayName: shownNameSchema(32).optional() }),
      answers: { 201: { description: 'The new player', schema: sessionSchema } },
      async handle(call) {
        const { displayName } = await call.body()
        const address = call.address()
        if (call.actor?.role !== 'debug')
          await takeOrRefuse(guests, address, () => noteRefusal('guestsPerAddressPerMinute', address))
        return call.json(201, toSessionAnswer(await authenticator.guest(displayName)))
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/auth/register',
      who: 'anyone',
      tag: 'auth',
      summary: 'Become a player with a name and a password.',
      body: registerSchema,
      answers: { 201: { description: 'The new player', schema: sessionSchema } },
      codes: ['username_taken', 'overloaded'],
      handle: async (call) => call.json(201, sessionOf(await authenticator.register(await call.body()))),
    }),
    defineRoute({
      method: 'post',
      path: '/v1/auth/login',
      who: 'anyone',
      tag: 'auth',
      summary: 'Get a token for a name and a password.',
      body: loginSchema,
      answers: { 200: { description: 'The player', schema: sessionSchema } },
      codes: ['unauthenticated', 'overloaded'],
      async handle(call) {
        const credentials = await call.body()
        const isThisMachine = isFromThisMachine(call.context, dependencies)
        const answer = await authenticator.login({ ...credentials, address: call.address(), isThisMachine })
        return call.json(200, sessionOf(answer))
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/auth/refresh',
      who: 'token',
      tag: 'auth',
      summary: 'Get a new token, with the full lifetime.',
      body: z.strictObject({}),
      answers: { 200: { description: 'The player with a new token', schema: sessionSchema } },
      async handle(call) {
        const actor = requireActor(call)
        await call.body()
        return call.json(200, toSessionAnswer(await authenticator.refresh(actor)))
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/auth/me',
      who: 'token',
      tag: 'auth',
      summary: 'Which player your token belongs to.',
      answers: { 200: { description: 'The player', schema: identitySchema } },
      handle(call) {
        const { playerId, displayName, role } = requireActor(call)
        return call.json(200, { playerId, displayName, role })
      },
    }),
  ]
}

function sessionOf(answer: SessionAnswer) {
  if (!answer.ok) throw new ProblemError(answer.refused)
  return toSessionAnswer(answer.session)
}

function toSessionAnswer({ playerId, displayName, role, token, expiresAt }: Session): z.infer<typeof sessionSchema> {
  return { playerId, displayName, role, token, expiresAt: toTime(expiresAt) }
}
