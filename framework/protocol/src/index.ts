/** The messages of the wire. */

export type { ClientMessage } from './client-message.ts'
export { clientMessageSchema, readIntent } from './client-messages.ts'
export {
  parseRecording,
  type RecordedInput,
  type RecordedTick,
  RecordingError,
  recordingFormat,
  recordingVersion,
  type ZoneRecording,
  type ZoneSnapshot,
} from './recording.ts'
export { pointerOf, toFieldErrors } from './schema-errors.ts'
export type { ServerMessage, TickMessage } from './server-message.ts'
export { serverMessageSchema } from './server-messages.ts'
export {
  closeCodes,
  entitySchema,
  eventSchema,
  fieldErrorSchema,
  jsonSchema,
  protocolVersion,
  roleSchema,
  seqSchema,
  subprotocol,
  zoneIdSchema,
} from './wire.ts'
