/** The same body. `onFailed` hears of an error in it, after which the body ends. */
export function watchBody(
  body: ReadableStream<Uint8Array>,
  onFailed: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (done) controller.close()
        else controller.enqueue(value)
      } catch (error) {
        onFailed(error)
        controller.close()
      }
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
