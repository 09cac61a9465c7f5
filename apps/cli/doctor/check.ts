/** What was found about one thing. */
export type Check = {
  readonly name: string
  /** `warning`: it works, but perhaps not as wanted. `bad`: a server does not start, or not rightly. */
  readonly status: 'good' | 'warning' | 'bad'
  readonly message: string
  /** What to do about it. */
  readonly todo?: string
}
