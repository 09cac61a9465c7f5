import type { NodeStorage, RegisteredNode } from './node-storage.ts'
import type { ZoneOwner } from './zone-claim.ts'

/** The leases of a storage that one process has for itself: they end with it, so they are kept in its memory. */
export type ProcessNodes = NodeStorage & {
  /** Whether this one may claim zones: nobody may, who has no name to claim for; a node needs a lease. */
  mayClaim(owner: ZoneOwner): boolean
  /** Incarnations whose zones nobody else may claim. */
  live(): readonly string[]
}

export function createProcessNodes(): ProcessNodes {
  const entries = new Map<string, { readonly node: RegisteredNode; readonly until: number }>()

  const liveNodes = () => {
    const now = performance.now()
    return [...entries.values()]
      .filter(({ until }) => until > now)
      .map(({ node }) => node)
      .sort((one, other) => (one.id < other.id ? -1 : 1))
  }
  const find = (incarnation: string) => [...entries.values()].find(({ node }) => node.incarnation === incarnation)?.node

  return {
    async registerNode(node, leaseMs) {
      entries.set(node.id, { node, until: performance.now() + leaseMs })
    },

    async renewNode(incarnation, state, leaseMs) {
      const node = find(incarnation)
      if (node === undefined) return false
      entries.set(node.id, { node: { ...node, ...state }, until: performance.now() + leaseMs })
      return true
    },

    liveNodes: async () => liveNodes(),

    async removeNode(incarnation) {
      const node = find(incarnation)
      if (node !== undefined) entries.delete(node.id)
    },

    mayClaim: (owner) =>
      owner === null || liveNodes().some(({ incarnation, draining }) => incarnation === owner && !draining),
    live: () => liveNodes().map(({ incarnation }) => incarnation),
  }
}
