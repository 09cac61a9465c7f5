import type { Operator, Player } from './operator.ts'
import { connect, type MessageOf, TestClient } from './test-client.ts'

type Guest = Player & { readonly client: TestClient; readonly frame: MessageOf<'tick'> }

/** The sockets of a test, so that what moves for a test that is over does not keep the machine busy. */
export type Crowd = {
  /** A new player who watches a zone, joining it. */
  enter(operator: Operator, zoneId: string, name?: string, mode?: 'full' | 'delta'): Promise<Guest>
  /** A socket that has said hello. */
  greet(url: string, token: string): Promise<TestClient>
  /** A socket that has not. */
  open(url: string, headers?: Readonly<Record<string, string>>): Promise<TestClient>
  sendHome(): void
}

export function createCrowd(): Crowd {
  const clients: TestClient[] = []

  async function greet(url: string, token: string): Promise<TestClient> {
    const client = await connect(url, token)
    clients.push(client)
    return client
  }

  return {
    greet,
    async enter(operator, zoneId, name = 'somebody', mode = 'full') {
      const player = await operator.guest(name)
      const client = await greet(operator.url, player.token)
      return { ...player, client, frame: await client.watch(zoneId, mode) }
    },
    async open(url, headers) {
      const client = new TestClient(url, headers)
      clients.push(client)
      await client.opened()
      return client
    },
    sendHome() {
      for (const { socket } of clients.splice(0)) socket.terminate()
    },
  }
}
