import { UnreachableError } from '../../rest-client/call-server.ts'
import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'

/** Why there is no answer, and what to look at. `error` is what the call was thrown. */
export function explainUnreachable(
  error: unknown,
  { url, answerMsMax }: { readonly url: string; readonly answerMsMax: number },
): unknown {
  if (isTimeout(error)) return noAnswer(error, url, answerMsMax)
  if (error instanceof UnreachableError)
    return new CommandError(exitCodes.unreachable, error.message, {
      todo: 'Start one with npm start, or name another with --url.',
      cause: error,
    })
  // A body that broke off.
  if (error instanceof TypeError)
    return new CommandError(exitCodes.unreachable, `The answer of ${url} broke off.`, {
      todo: 'Look at its terminal to see whether it has ended, and try again.',
      cause: error,
    })
  return error
}

/** Whether the time was up, before the answer or in the middle of it. */
function isTimeout(error: unknown): boolean {
  const reason = error instanceof UnreachableError ? error.cause : error
  return reason instanceof Error && reason.name === 'TimeoutError'
}

function noAnswer(cause: unknown, url: string, answerMsMax: number): CommandError {
  const message = `The server at ${url} takes connections, but has not answered for ${answerMsMax / 1_000} s.`
  return new CommandError(exitCodes.unreachable, message, {
    todo: "Look at its terminal or log: a module that never returns stops every zone, and the server's watchdog names it. Or the machine is too busy: look at its processes.",
    cause,
  })
}
