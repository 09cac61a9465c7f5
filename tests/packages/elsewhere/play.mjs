import { createClient } from '@gridtick/client'
import { WebSocket } from 'ws'

/** Makes a zone of the counter on the server at `URL`, plays in it as a guest, and says what came of it. */

const { URL: url, DEBUG_PASSWORD: password } = process.env

async function post(path, body, token) {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const answer = await fetch(`${url}/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(await answer.text())
  return answer.json()
}

const { token: operator } = await post('auth/login', { username: 'debug', password })
const { id } = await post('zones', { module: 'counter' }, operator)
const { token } = await post('auth/guest', { displayName: 'Ann' })
const client = createClient({ url: `${url.replace('http', 'ws')}/v1/ws`, token, WebSocket })
const zone = await client.join(id)
// The view that shows it comes after the result.
const seen = zone.waitFor('tick', ({ view }) => view.extras.presses > 0)
const { outcome } = await zone.send('press', {})
await seen
await client.close()
process.stdout.write(`${JSON.stringify({ outcome, extras: zone.view.extras })}\n`)
