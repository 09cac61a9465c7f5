import type { ClientMessage } from './client-message.ts'
import type { ServerMessage } from './server-message.ts'
import type { closeCodes } from './socket-codes.ts'

/** What is said of a message of the socket, beside its schema. */
export type MessageWords = {
  readonly summary: string
  /** Real ones; a test holds them to the schema. */
  readonly examples: readonly object[]
}

export type ClientMessageWords = MessageWords & {
  /** What may come back, first what usually does. */
  readonly answeredBy: readonly ServerMessage['type'][]
}

const zoneId = '01995a4e-7c00-7000-8000-0123456789ab'
const playerId = '01995a4e-7c00-7000-8000-00000000a11e'
const intentId = '01995a4e-7c00-7000-8000-0000000f00d1'
const walker = { id: 'walker-5f0c', kind: 'walker', x: 3, y: 4, ownerId: playerId, data: { name: 'Ann', pebbles: 2 } }
const at = 1_769_860_800_000

export const clientMessageWords: Readonly<Record<ClientMessage['type'], ClientMessageWords>> = {
  hello: {
    summary: 'Logs in. Always the first frame, within 5 seconds; the token may come in the upgrade instead.',
    examples: [{ type: 'hello', token: 'eyJhbGciOi…', client: 'my-game/1.0' }],
    answeredBy: ['welcome'],
  },
  subscribe: {
    summary: 'Watch a zone, and become a member of it if you are not one yet. The first frame holds the whole view.',
    examples: [{ type: 'subscribe', zoneId, mode: 'delta', ref: 'join' }],
    answeredBy: ['subscribed', 'error'],
  },
  unsubscribe: {
    summary: 'Stop watching. The membership stays.',
    examples: [{ type: 'unsubscribe', zoneId }],
    answeredBy: ['unsubscribed', 'error'],
  },
  leave: {
    summary: 'End the membership. Answered once that is stored.',
    examples: [{ type: 'leave', zoneId, ref: 'bye' }],
    answeredBy: ['unsubscribed', 'error'],
  },
  intent: {
    summary:
      'Ask for something in the zone. A resend with the same seq is never carried out twice. Where the module gives the intent a rate (`x-rate` in /v1/modules), more of them are refused `rate_limited` with retryAfterMs. Older clients send `intent: { type, …payload }`, which is still read.',
    examples: [{ type: 'intent', zoneId, seq: 7, intent: 'step', payload: { dx: 1, dy: 0 } }],
    answeredBy: ['intent_received', 'intent_result'],
  },
  query: {
    summary: 'Ask the module a question about the last stored tick.',
    examples: [{ type: 'query', zoneId, name: 'plot_course', input: { to: 12 }, ref: 'q1' }],
    answeredBy: ['query_result', 'error'],
  },
  ping: { summary: 'Is anybody there?', examples: [{ type: 'ping', at }], answeredBy: ['pong'] },
}

export const serverMessageWords: Readonly<Record<ServerMessage['type'], MessageWords>> = {
  welcome: {
    summary: 'The answer to hello: which player you are, and what this server allows.',
    examples: [
      {
        type: 'welcome',
        playerId,
        displayName: 'Ann',
        role: 'player',
        connectionId: 'c-81',
        protocol: 1,
        server: '0.1.0',
        limits: { frameBytesMax: 4_096, messagesPerSecond: 20 },
        heartbeatMs: 10_000,
      },
    ],
  },
  subscribed: {
    summary: 'The zone is watched; its first frame comes next.',
    examples: [
      {
        type: 'subscribed',
        zoneId,
        ref: 'join',
        module: 'hello-grid',
        tick: 41,
        everyMs: 250,
        bounds: { width: 32, height: 32 },
        config: { sight: 5 },
        mode: 'delta',
        lastSeq: 6,
        queuedSeq: 7,
        memberSince: 12,
      },
    ],
  },
  unsubscribed: {
    summary: 'The zone is no longer watched: you asked for it, or you are no longer a member.',
    examples: [{ type: 'unsubscribed', zoneId, reason: 'left' }],
  },
  tick: {
    summary:
      'What you may know of a zone after a stored tick: the whole view, or (mode delta) the difference from the frame before.',
    examples: [
      {
        type: 'tick',
        zoneId,
        tick: 42,
        at,
        full: true,
        entities: [walker],
        extras: { pebblesLeft: 38 },
        events: [{ event: 'said', payload: { from: playerId, name: 'Ann', text: 'Hello, grid!' } }],
      },
      {
        type: 'tick',
        zoneId,
        tick: 43,
        at: at + 250,
        full: false,
        prev: 42,
        set: [{ id: 'pebble-19', kind: 'pebble', x: 5, y: 4, ownerId: null, data: {} }],
        patch: [[walker.id, { x: 4 }]],
        remove: ['pebble-02'],
        events: [],
      },
    ],
  },
  intent_received: {
    summary:
      'The intent waits in the queue of its zone. Nothing is decided yet. Not sent in the subprotocol gridtick.v1.compact.',
    examples: [{ type: 'intent_received', zoneId, intentId, seq: 7 }],
  },
  intent_result: {
    summary: 'The result of an intent: stored, or refused with a code of this server or of the module.',
    examples: [
      { type: 'intent_result', zoneId, intentId, seq: 7, outcome: 'applied', tick: 43 },
      { type: 'intent_result', zoneId, seq: 8, outcome: 'refused', code: 'blocked', message: 'Somebody stands there.' },
    ],
  },
  query_result: {
    summary: 'The answer to a query, and the beat in which it was made.',
    examples: [
      { type: 'query_result', zoneId, ref: 'q1', name: 'plot_course', tick: 43, result: { path: [1, 4, 12] } },
    ],
  },
  zone_status: {
    summary: 'The zone was paused, resumed, finished or deleted.',
    examples: [{ type: 'zone_status', zoneId, status: 'paused', code: 'intent_failed' }],
  },
  view_unavailable: {
    summary: 'The view could not be made from this beat on; the last one stays valid. The next frame covers the gap.',
    examples: [{ type: 'view_unavailable', zoneId, tick: 44 }],
  },
  error: {
    summary: 'A message was refused.',
    examples: [{ type: 'error', code: 'not_found', message: 'There is no such zone.', ref: 'join', retryable: false }],
  },
  superseded: {
    summary: 'Another connection of this player took over; close 4409 follows. Do not reconnect automatically.',
    examples: [{ type: 'superseded' }],
  },
  bye: {
    summary: 'The server is about to close the connection. Connect again after the time in this message.',
    examples: [{ type: 'bye', reason: 'The server stops.', reconnectAfterMs: 1_000 }],
  },
  pong: { summary: 'The answer to ping.', examples: [{ type: 'pong', at }] },
}

type KeysOf<Message> = Message extends unknown ? keyof Message : never

/** Fields mean the same in every message that has them. */
export const fieldWords: Readonly<Record<KeysOf<ClientMessage | ServerMessage>, string>> = {
  type: 'Which message this is.',
  token: 'The token that a login, or becoming a guest, returned.',
  client: 'Name and version of your program.',
  zoneId: 'The zone that is meant.',
  mode: 'full (the default): each frame holds the whole view. delta: all but the first hold the difference.',
  ref: 'Any text that the client picks; the answer repeats it.',
  intent: 'The type of the intent in the module.',
  payload: 'Must fit the schema of the intent; {} by default.',
  seq: 'A number that the client chooses; it grows with each intent of this player in this zone.',
  name: 'The name of the query in the module.',
  input: 'Must fit the schema of the query; {} by default.',
  at: 'In a tick: its time, ms since the epoch. In ping: any number, which pong repeats.',
  playerId: 'The id of the player: yours in welcome.',
  displayName: 'What others may see as a name.',
  role: 'debug may create zones and see everything.',
  connectionId: 'The id of this connection, as in the log.',
  protocol: 'The version of these messages.',
  server: 'The version of the server.',
  limits: 'The limits in force, by name.',
  heartbeatMs: 'The server pings this often; silence means that the connection is lost.',
  module: 'The name of the game.',
  tick: 'The beat in which this was made; of a result, a join or an event the tick that stored it.',
  everyMs: 'ms between two beats; 0: it ticks on demand.',
  bounds: 'The size of the grid in cells. Left out where the zone does not say.',
  config: 'The part of the config of the zone that players may know. Left out if there is none.',
  lastSeq: 'The highest settled seq of this player here; 0 if none.',
  queuedSeq: 'The highest seq of this player here that waits in the queue, if one does. New ones go above both.',
  channel: 'Which number stands for this subscription in binary frames; only in the subprotocol `gridtick.v1.compact`.',
  memberSince:
    'The tick that stored the join. If it differs from before, this is another membership, and earlier seqs no longer count.',
  reason: 'The reason, in a word or a sentence.',
  full: 'true: a whole view. false: the difference from the frame before.',
  entities: 'All entities that you may know of. Their order means nothing.',
  extras: 'What the module shows beside entities. In a difference: the whole of it, if it changed.',
  events: 'What happened in this tick, as far as you may know.',
  eventsDropped: 'Events of skipped ticks were lost: the connection was too slow.',
  prev: 'The tick of the frame before in this subscription.',
  set: 'Entities new to the view, or changed in a way that a patch cannot say.',
  patch: 'Pairs of an id and what changed; data is an RFC 7396 merge patch.',
  remove: 'Ids of entities that are no longer in the view.',
  intentId: 'The id of the intent, which the server gives.',
  outcome: 'applied: stored. refused: nothing happened, and code says why.',
  code: 'A code of the server or of the module.',
  message: 'The same in words for people.',
  details: 'What the module adds to a refusal, or to the result of an intent that was carried out.',
  errors: 'Where in the input something is wrong.',
  retryable: 'The same may succeed later.',
  retryAfterMs: 'Try again after this many ms.',
  duplicate: 'The intent was sent before: this is the result of the first one.',
  result: 'The answer of the module to this query.',
  status: 'The status of the zone from now on.',
  reconnectAfterMs: 'Wait this many ms before you connect again.',
}

/** When the server closes a connection with each of its codes, and what a client should do. */
export const closeCodeWords: Readonly<Record<keyof typeof closeCodes, string>> = {
  normal: 'You asked for it.',
  serverStops: 'The server stops. Connect again after the time in bye.',
  binary: 'You sent a binary frame; the server takes text frames only.',
  tooLarge: 'You sent a message of more than frameBytesMax bytes.',
  viewsFailing: 'Several views of this player failed in a row. Connect again later.',
  zoneLost:
    'Another server has taken over a zone of this connection. Connect again; intents without a final answer are sent again with their seq.',
  tooManyConnections: 'Too many connections. Connect again later.',
  badFrames:
    'You sent three frames within 10 s that were not messages, or that a schema of the game could not read in time.',
  unauthenticated: 'There was no token, or it is not valid (any more). Get a new one.',
  noLife: 'You sent no hello within 5 s, or nothing for too long. Connect again.',
  superseded: 'Another connection of this player took over. Do not reconnect automatically.',
  rate: 'You sent too many messages for too long. Send less.',
}
