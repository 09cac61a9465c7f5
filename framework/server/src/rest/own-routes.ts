import type { Identity } from '../auth/identity.ts'

/**
 * Answers what is asked below `/app/`, where no route of the framework is or will be. Request and Response are those of the
 * Fetch standard: the `fetch` of an app of Hono fits, for example. The path of the request begins with `/app/`, also where
 * a proxy shows the server below another path. The body was read already, and has at most `bodyBytesMax` bytes.
 */
export type OwnRoutes = (request: Request, caller: Caller) => Response | Promise<Response>

/** Who asks. */
export type Caller = {
  /** By the token in `Authorization: Bearer …`; undefined without a good one. */
  readonly player: Identity | undefined
  /** Of this request, in the log and in the answer. */
  readonly requestId: string
}
