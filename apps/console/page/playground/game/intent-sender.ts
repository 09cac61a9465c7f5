import type { IntentResult, JoinedZone } from '@gridtick/client'
import { element } from '@gridtick/screen'
import { asDebug } from '../../accounts.ts'
import { ApiError, callApi } from '../../api.ts'
import type { Json } from '../../forms/fields.ts'
import type { Problem } from '../../forms/read-draft.ts'
import { messageOf } from '../../message-of.ts'
import { briefJson, createBoundedList } from './bounded-list.ts'

type Payload = { readonly [key: string]: Json }

/** Sends a player's intents and lists what became of them. */
export type IntentSender = {
  /** The list of answers. */
  readonly root: HTMLElement
  /** Never rejects. Refusals are listed and told to the player. */
  send(type: string, payload: Payload): Promise<IntentResult>
  /** With the debug user's role, in the name of the player. */
  sendAsDebug(type: string, payload: Payload): Promise<IntentResult>
}

const answersMax = 50

export function createIntentSender(options: {
  readonly zone: JoinedZone
  /** Told of each answer: a refusal for the player to read, or nothing. */
  readonly onAnswered: (refusal: string | undefined) => void
}): IntentSender {
  const { zone } = options
  const list = createBoundedList({ label: 'Answers', empty: 'Nothing asked for yet.', countMax: answersMax })

  async function follow(type: string, payload: Payload, work: () => Promise<IntentResult>): Promise<IntentResult> {
    const outcome = element('span', { class: 'faint' }, 'on its way…')
    list.add(element('strong', {}, type), element('code', {}, briefJson(payload)), outcome)
    const result = await work().catch(asRefusal)
    outcome.textContent =
      result.outcome === 'applied' ? `applied in tick ${result.tick}` : `${result.message} (${result.code})`
    outcome.className = result.outcome === 'applied' ? 'good' : 'bad'
    options.onAnswered(result.outcome === 'refused' ? `${type}: ${result.message}` : undefined)
    return result
  }

  return {
    root: list.root,
    send: (type, payload) => follow(type, payload, () => zone.send(type, payload)),
    sendAsDebug: (type, payload) =>
      follow(type, payload, () =>
        asDebug((token) =>
          callApi<IntentResult>(`/v1/zones/${encodeURIComponent(zone.id)}/debug-intents?wait=true`, {
            method: 'POST',
            token,
            body: { type, payload, as: zone.playerId },
          }),
        ).then(withoutUnsettled),
      ),
  }
}

/** After waiting for long the server says only that it is queued. */
function withoutUnsettled(result: IntentResult): IntentResult {
  if (result.outcome !== undefined) return result
  return {
    outcome: 'refused',
    code: 'unsettled',
    message: 'It is queued, but the zone has not run yet.',
    retryable: false,
  }
}

function asRefusal(error: unknown): IntentResult {
  const message = messageOf(error)
  const { code = 'failed' } = error as { code?: string }
  const errors = error instanceof ApiError ? error.errors : []
  return { outcome: 'refused', code, message, retryable: false, ...(errors.length === 0 ? {} : { errors }) }
}

/** Where the payload was wrong, for its form. */
export function problemsOf(result: IntentResult): Problem[] {
  if (result.outcome === 'applied') return []
  return (result.errors ?? []).map(({ pointer, message }) => ({ pointer: pointer.replace(/^\/payload/, ''), message }))
}
