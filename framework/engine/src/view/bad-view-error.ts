/** `getPlayerState` returned what is no view. The message goes on after "getPlayerState returned". */
export class BadViewError extends Error {
  override readonly name = 'BadViewError'
}
