/** A frame is not what the encoding says. The message says where, and what stands there. */
export class FrameError extends Error {
  override readonly name = 'FrameError'
}
