/**
 * Storage did not do its work. `corrupt`: the data cannot be read, and the process must end. `in_use`: another process
 * has it. `lost`: its files were deleted or replaced, and nothing is stored until they are back. All else may pass.
 */
export class StorageError extends Error {
  override readonly name = 'StorageError'
  readonly kind: 'busy' | 'full' | 'io' | 'corrupt' | 'in_use' | 'lost' | 'unknown'
  constructor(kind: StorageError['kind'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}
