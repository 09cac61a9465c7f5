/** What `/v1/dev` answers, as far as the page reads it. There is none but under development. */
export type DevelopmentReport = {
  /** Another one for each start of the server. */
  readonly startedAt: string
  readonly pageVersion: string | null
  readonly modules: readonly { readonly entry: string; readonly message: string }[]
  readonly zones: readonly FailingZone[]
  readonly faults: readonly { readonly zoneId: string; readonly module: string; readonly message: string }[]
}

export type FailingZone = {
  readonly zoneId: string
  readonly name: string
  readonly module: string
  readonly message: string
}
