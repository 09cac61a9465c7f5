import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { zonePath } from '../output/print-zone.ts'
import { isBeginningOfId, isWholeId } from './id-beginning.ts'
import type { ServerApi } from './server-api.ts'

/** Members that are named where none or several fit; of more it is said how many. */
const namedMax = 10

/** Names that are kept while a log is followed; beyond it all are forgotten, and asked for again. */
const keptMax = 10_000

type Member = { readonly playerId: string; readonly displayName: string }

/** The members of a zone, by id and by name. */
export type ZonePlayers = {
  /**
   * The id of a player who was typed: by id, by the beginning of it, or by name. With `mayHaveLeft` a whole id is taken as
   * it is. Rejects with a CommandError that names the members where none or several fit.
   */
  find(typed: string, options?: { readonly mayHaveLeft?: boolean }): Promise<string>
  /** Asks for the names of these players, where they are not known; of those who have left nobody knows it. */
  learn(playerIds: Iterable<string | null>): Promise<void>
  /** `Ann 019b…`, or the id alone. */
  describe(playerId: string): string
}

/** Of one zone, asked as the debug user. The server is asked only when a name is needed. */
export function createZonePlayers(api: ServerApi, zoneId: string): ZonePlayers {
  /** An id without a name was asked for in vain. */
  const names = new Map<string, string | undefined>()

  async function members(): Promise<readonly Member[]> {
    const { players } = await api.get<{ readonly players?: readonly Member[] }>(`${zonePath(zoneId)}/players`)
    return Array.isArray(players) ? players : []
  }

  return {
    async find(typed, { mayHaveLeft = false } = {}) {
      if (mayHaveLeft && isWholeId(typed)) return typed
      const all = await members()
      const fitting = bestFit(typed, all)
      const [only, ...others] = fitting
      if (only !== undefined && others.length === 0) return only.playerId
      throw only === undefined ? noneFits(typed, all, mayHaveLeft) : severalFit(typed, fitting)
    },
    async learn(playerIds) {
      const unknown = [...playerIds].filter((id) => id !== null && !names.has(id)) as string[]
      if (unknown.length === 0) return
      if (names.size > keptMax) names.clear()
      for (const id of unknown) names.set(id, undefined)
      // Names are an extra: a zone that was deleted has a log, and no members.
      const all = await members().catch((error: unknown) => {
        if (error instanceof CommandError) return []
        throw error
      })
      for (const { playerId, displayName } of all) names.set(playerId, displayName)
    },
    describe(playerId) {
      const name = names.get(playerId)
      return name === undefined ? playerId : `${name} ${playerId}`
    },
  }
}

/** The id comes before names, and a name as it is written before one that differs in capitals. */
function bestFit(typed: string, all: readonly Member[]): readonly Member[] {
  const lower = typed.toLowerCase()
  const ways = [
    all.filter(({ playerId }) => playerId === typed),
    all.filter(({ displayName }) => displayName === typed),
    all.filter(({ displayName }) => displayName.toLowerCase() === lower),
    isBeginningOfId(typed) ? all.filter(({ playerId }) => playerId.startsWith(lower)) : [],
  ]
  return ways.find((fitting) => fitting.length > 0) ?? []
}

function noneFits(typed: string, all: readonly Member[], mayHaveLeft: boolean): CommandError {
  const there = all.length === 0 ? 'It has no members now.' : `Its members are: ${list(all)}.`
  const todo = mayHaveLeft ? `${there} Of a player who has left, type the whole id.` : there
  return new CommandError(exitCodes.notFound, `No player "${typed}" is in this zone.`, { todo })
}

function severalFit(typed: string, fitting: readonly Member[]): CommandError {
  const message = `Several players of this zone are called or begin with "${typed}".`
  return new CommandError(exitCodes.notFound, message, { todo: `Type the id: ${list(fitting)}` })
}

function list(members: readonly Member[]): string {
  const named = members.slice(0, namedMax).map(({ playerId, displayName }) => `${displayName} (${playerId})`)
  const more = members.length - named.length
  return `${named.join(', ')}${more > 0 ? `, and ${more} more` : ''}`
}
