import { asDebug } from '../../accounts.ts'
import { callApi } from '../../api.ts'

/** Lets a paused zone go on with what is queued, as the debug user: asks for the login where there is none. Throws an ApiError. */
export async function resumeAsDebug(zoneId: string): Promise<void> {
  const path = `/v1/zones/${encodeURIComponent(zoneId)}/resume`
  await asDebug((token) => callApi(path, { method: 'POST', token, body: { discardIntents: false } }))
}
