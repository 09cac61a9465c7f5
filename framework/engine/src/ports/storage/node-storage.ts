/**
 * The servers that share a storage. Each has one lease, however many zones it owns, and only the clock of the storage
 * judges it.
 */
export type NodeStorage = {
  /**
   * Enters a server under its name. It takes the place of the one that had the name before, whose incarnation has no
   * lease from then on.
   */
  registerNode(node: RegisteredNode, leaseMs: number): Promise<void>
  /**
   * The lease ends `leaseMs` from now, also where it had ended; and how the server is, is stored. False: it is not entered
   * any more, for another has its name.
   */
  renewNode(incarnation: string, state: NodeState, leaseMs: number): Promise<boolean>
  /** Those whose lease holds, in the order of their names. */
  liveNodes(): Promise<readonly RegisteredNode[]>
  /** A server ends: its entry goes, and with it the lease. */
  removeNode(incarnation: string): Promise<void>
}

/** How a server is at the moment. */
export type NodeState = {
  /** How busy it is, from 0 to 1. */
  readonly load: number
  readonly zones: number
  readonly players: number
  /** It stops, and claims nothing any more. */
  readonly draining: boolean
  /** Whether it reaches the others. */
  readonly busUp: boolean
}

export type RegisteredNode = NodeState & {
  /** Its name, which stays the same from start to start. */
  readonly id: string
  /** Drawn at each start. Zones are owned by it. */
  readonly incarnation: string
  /** ms since the epoch. */
  readonly startedAt: number
  readonly address: string | null
  readonly version: string
  /** The version of what servers say to each other. */
  readonly protocol: number
  /** Servers whose settings must be the same have the same. */
  readonly settingsHash: string
  readonly modules: readonly { readonly name: string; readonly stateVersion: number }[]
}
