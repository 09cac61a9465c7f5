import { type Client, createClient } from '@gridtick/client'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { useZone } from './use-zone.ts'

/** The same in React, with the hook of the README. Of another zone there is nothing left when it is gone. */

const asked = new URLSearchParams(location.search)
const [url, token, zoneId] = ['url', 'token', 'zone'].map((name) => asked.get(name) ?? '')
const client = createClient({ url, token })

function Walker({ client, zoneId }: { readonly client: Client; readonly zoneId: string }) {
  const { zone, view, error } = useZone(client, zoneId)
  const [outcome, setOutcome] = useState('')
  if (error !== undefined) return <p>{String(error)}</p>
  if (zone === undefined || view === undefined) return <p>Joining</p>
  const own = [...view.entities.values()].find(({ ownerId }) => ownerId === zone.playerId)
  const walk = async () => setOutcome((await zone.send('step', { dx: 1, dy: 0 })).outcome)
  return (
    <>
      <button type="button" onClick={() => void walk()}>
        Walk
      </button>
      <p title={outcome}>{own === undefined ? 'Nobody' : `At ${own.x}, ${own.y}`}</p>
    </>
  )
}

function Page() {
  const [isThere, setIsThere] = useState(true)
  return (
    <>
      <button type="button" onClick={() => setIsThere(!isThere)}>
        Come and go
      </button>
      {isThere && <Walker client={client} zoneId={zoneId} />}
    </>
  )
}

const root = document.createElement('main')
document.body.append(root)
createRoot(root).render(
  <StrictMode>
    <Page />
  </StrictMode>,
)
