/** A name that cannot be, why, and what would do. */
export class NameError extends Error {
  override readonly name = 'NameError'
  readonly todo: string

  constructor(message: string, todo: string) {
    super(message)
    this.todo = todo
  }
}
