import type { HeardMessage } from '@gridtick/client'

/** Watches the results of one player's intents: each is settled once, and always the same is said of it. */
export type ResultCheck = {
  /** What is wrong about this `intent_result`, in words; undefined if nothing is. */
  check(result: Told): string | undefined
}

/** Results that are remembered; the oldest is forgotten. A server keeps no more for a resend either. */
const resultsMax = 64

type Told = Pick<
  Extract<HeardMessage, { type: 'intent_result' }>,
  'zoneId' | 'seq' | 'outcome' | 'tick' | 'code' | 'duplicate'
>

/** A check for one player, over all connections. */
export function createResultCheck(): ResultCheck {
  const settled = new Map<string, string>()
  return {
    check({ zoneId, seq, outcome, tick, code, duplicate }) {
      // What was refused at the door was not settled by a tick, and may be asked again under the same number.
      if (seq === undefined || tick === undefined) return undefined
      const key = `${zoneId} ${seq}`
      const said = `${outcome} ${tick} ${code ?? ''}`
      const saidBefore = settled.get(key)
      settled.set(key, said)
      const [oldest] = settled.keys()
      if (settled.size > resultsMax && oldest !== undefined) settled.delete(oldest)
      if (saidBefore === undefined) return undefined
      if (saidBefore !== said) return 'intents settled twice, and differently'
      return duplicate === true ? undefined : 'intents whose result came twice'
    },
  }
}
