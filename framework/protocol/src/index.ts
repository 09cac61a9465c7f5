/** The messages of the wire. */

export { type ClientMessage, clientMessageSchema, readIntent } from './client-messages.ts'
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
export { type ServerMessage, serverMessageSchema, type TickMessage } from './server-messages.ts'
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
