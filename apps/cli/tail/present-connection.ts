import type { Client, ClientStatus } from '@gridtick/client'
import type { Presenter } from './presenter.ts'

/** Shows how the connection stands from now on, also before the zone is joined. That it is there at first is no news. */
export function presentConnection(client: Pick<Client, 'on'>, presenter: Pick<Presenter, 'connection'>): void {
  let hasTrouble = false
  client.on('status', (status: ClientStatus) => {
    const isNews = status.phase !== 'connected' || hasTrouble
    hasTrouble = status.phase !== 'connected'
    if (isNews) presenter.connection(status)
  })
}
