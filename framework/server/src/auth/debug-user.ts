import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { v5 as uuidFromName } from 'uuid'

/** The one user with the role debug, as the settings name it. */
export type DebugUser = {
  readonly playerId: string
  readonly displayName: string
  /** Changes with name, password and secret; a token that carries another one is void. */
  readonly binding: string
  /** Whatever the case of the letters: nobody may register a name that looks like it. */
  isNamed(username: string): boolean
  /** In constant time. */
  hasPassword(password: string): boolean
}

/** Any fixed UUID would do; it keeps these ids apart from all others made of names. */
const idNamespace = '6f0b9a9e-7c53-4c1e-9f0e-3d8a5f2b7c41'

/** `secret` is the one that signs tokens. The player id depends on the name alone, so it survives every restart. */
export function createDebugUser(settings: {
  readonly name: string
  readonly password: string
  readonly secret: string
}): DebugUser {
  const name = settings.name.toLowerCase()
  const password = digest(settings.password)
  return {
    playerId: uuidFromName(name, idNamespace),
    displayName: settings.name,
    binding: createHmac('sha256', settings.secret)
      .update(JSON.stringify(['debug', name, settings.password]))
      .digest('base64url')
      .slice(0, 22),
    isNamed: (username) => username.toLowerCase() === name,
    hasPassword: (candidate) => timingSafeEqual(digest(candidate), password),
  }
}

/** Of one length, as comparing in constant time needs it. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text.normalize('NFKC')).digest()
}
