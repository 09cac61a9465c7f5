import { createClient } from '@gridtick/client'

/** A page without any framework: joins a zone of hello-grid, walks when the button is pressed, and says what came of it. */

const asked = new URLSearchParams(location.search)
const [url, token, zoneId] = ['url', 'token', 'zone'].map((name) => asked.get(name) ?? '')
const client = createClient({ url, token })
const zone = await client.join(zoneId)

const seen = document.createElement('p')
const button = document.createElement('button')
button.textContent = 'Walk'
const show = () => {
  const own = [...zone.view.entities.values()].find(({ ownerId }) => ownerId === zone.playerId)
  seen.textContent = own === undefined ? 'Nobody' : `At ${own.x}, ${own.y}`
}
const walk = async () => {
  const { outcome } = await zone.send('step', { dx: 1, dy: 0 })
  seen.title = outcome
}
button.addEventListener('click', () => void walk())
zone.on('tick', show)
show()
document.body.append(button, seen)
