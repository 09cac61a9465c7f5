import type { Operator } from './operator.ts'
import type { TestClient } from './test-client.ts'

/**
 * Joins a zone whose beat is long in coming, and watches it: the step that admits the player is made by hand. What is
 * asked of the zone afterwards waits for the beat.
 */
export async function watchSlowZone(client: TestClient, operator: Operator, zoneId: string): Promise<void> {
  const watching = client.watch(zoneId)
  const stepping = async () => {
    // Its answer says that the zone was asked before; so the join waits in it when it is paused.
    client.send({ type: 'ping', at: 1 })
    await client.next('pong')
    await operator.rest('POST', `/v1/zones/${zoneId}/pause`)
    await operator.rest('POST', `/v1/zones/${zoneId}/step`)
    await operator.resume(zoneId)
  }
  await Promise.all([watching, stepping()])
}
