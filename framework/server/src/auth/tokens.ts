import { roleSchema } from '@gridtick/protocol'
import { given } from '@gridtick/protocol/codes'
import { sign, verify } from 'hono/jwt'
import { z } from 'zod'

/** Who a token names. `binding` ties a debug token to the settings it was made under. */
export type TokenSubject = {
  readonly playerId: string
  readonly displayName: string
  readonly role: 'player' | 'debug'
  readonly binding?: string
}

type Tokens = {
  /** `expiresAt` is ms since the epoch, a whole second. */
  issue(subject: TokenSubject): Promise<{ readonly token: string; readonly expiresAt: number }>
  /** What a token says, or undefined if it is not one of ours or has expired. Never throws. */
  read(token: string): Promise<(TokenSubject & { readonly expiresAt: number }) | undefined>
}

const algorithm = 'HS256'
const party = 'gridtick'
const lifetimeSeconds = 30 * 24 * 60 * 60
/** More than any token of ours has; a longer text is not even decoded. */
const tokenLengthMax = 2_048

const claimsSchema = z.strictObject({
  iss: z.literal(party),
  aud: z.literal(party),
  sub: z.string().min(1),
  role: roleSchema,
  name: z.string(),
  iat: z.number(),
  exp: z.number(),
  bind: z.string().optional(),
})

/** JSON Web Tokens (RFC 7519), signed with `secret` by HS256, valid for 30 days. */
export function createTokens({ secret, now }: { readonly secret: string; readonly now: () => number }): Tokens {
  return {
    async issue({ playerId, displayName, role, binding }) {
      const iat = Math.floor(now() / 1_000)
      const exp = iat + lifetimeSeconds
      const bind = given({ bind: binding })
      const claims = { iss: party, aud: party, sub: playerId, role, name: displayName, iat, exp, ...bind }
      return { token: await sign(claims, secret, algorithm), expiresAt: exp * 1_000 }
    },
    async read(token) {
      if (token.length > tokenLengthMax) return undefined
      const claims = await readClaims(token, secret)
      if (claims === undefined || claims.exp * 1_000 <= now()) return undefined
      const { sub: playerId, name: displayName, role, bind } = claims
      const subject = { playerId, displayName, role, expiresAt: claims.exp * 1_000 }
      return bind === undefined ? subject : { ...subject, binding: bind }
    },
  }
}

/**
 * The library refuses by throwing. Expiry is judged by the caller, with the clock that was handed in; the issue time is
 * not judged at all: a wall clock set back must not lock everybody out.
 */
async function readClaims(token: string, secret: string): Promise<z.infer<typeof claimsSchema> | undefined> {
  try {
    const rules = { alg: algorithm, iss: party, aud: party, exp: false, iat: false, nbf: false } as const
    return claimsSchema.safeParse(await verify(token, secret, rules)).data
  } catch {
    return undefined
  }
}
