/** What both ends of the socket agree on before the first message. Free of zod, so that a client in a browser is too. */

/** The version this server speaks; the subprotocol's name carries it. */
export const protocolVersion = 1
export const subprotocol = 'gridtick.v1'

/** Close codes: RFC 6455's own, and ours from 4400. */
export const closeCodes = {
  normal: 1000,
  serverStops: 1001,
  binary: 1003,
  tooLarge: 1009,
  viewsFailing: 1011,
  zoneLost: 1012,
  tooManyConnections: 1013,
  badFrames: 4400,
  unauthenticated: 4401,
  noLife: 4408,
  superseded: 4409,
  rate: 4429,
} as const
