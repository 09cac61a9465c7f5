/** Who one is, as the server answers whoever comes or logs in. */
export type Account = {
  readonly playerId: string
  readonly displayName: string
  readonly role: 'player' | 'debug'
  readonly token: string
  readonly expiresAt: string
}
