/**
 * Every bound of the server, by name, with its unit in the name. `LIMITS` (a JSON object) changes them; `/v1/limits`
 * lists those in force. What happens beyond a bound stands beside it.
 */
export const defaultLimits = {
  // What a client may send over its socket.
  /** A larger frame closes the connection (1009). */
  frameBytesMax: 4_096,
  /** Nesting of JSON, checked on the text before it is parsed; deeper is refused. */
  jsonDepthMax: 16,
  /** Above this a message is answered `rate_limited` and dropped. */
  messagesPerSecond: 20,
  messagesBurst: 40,
  bytesPerSecond: 65_536,
  bytesBurst: 131_072,
  /** Over the rate for this long: closed (4429). */
  rateLimitedMs: 10_000,
  /** Messages of one connection that wait to be handled; above it the connection is closed (4429). */
  pendingMessagesMax: 128,
  /** Bad frames, and messages refused `invalid_slow`, within `badFramesMs` that close a connection (4400). */
  badFramesMax: 3,
  badFramesMs: 10_000,

  // Sockets.
  handshakesPerPlayerPerMinute: 10,
  handshakesPerAddressPerSecond: 20,
  /** No hello by then: closed (4408). */
  helloMs: 5_000,
  unauthenticatedPerAddressMax: 10,
  unauthenticatedMax: 200,
  socketsPerAddressMax: 100,
  socketsMax: 10_000,
  subscriptionsPerConnectionMax: 16,
  heartbeatMs: 10_000,
  /** Nothing at all heard for this long: closed (4408). */
  silenceMs: 25_000,

  // Slow readers.
  /** More than this buffered: frames are skipped until it drained. */
  congestedBytes: 65_536,
  /** Congested for this long: terminated. */
  congestedMs: 10_000,
  /** More than this buffered: terminated at once. */
  bufferedBytesMax: 1_048_576,

  // The link between the doors and the zones.
  /** Bytes of texts that the doors have not taken: beyond it, frames are skipped until they have caught up. */
  linkBytesMax: 8_388_608,
  /** What is asked of a zone that nobody runs at the moment waits for so long, and is refused `zone_unreachable` then. */
  zoneLookUpMs: 5_000,

  // REST.
  bodyBytesMax: 65_536,
  /** Of a body that is too large, this much more is read and thrown away, so that the answer arrives. */
  bodyDrainBytesMax: 1_048_576,
  writesPerMinute: 60,
  readsPerMinute: 600,
  /** Wrong passwords for one account from one address; then its tries from there are refused `rate_limited`. */
  loginFailuresPerAccountPerMinute: 5,
  /** The same from all addresses together, but for those from which the account has logged in before. */
  loginFailuresPerAccountPerHour: 60,
  loginFailuresPerAddressPer10Minutes: 10,
  /** Addresses of the last logins of an account, in memory; the oldest is forgotten. */
  knownAddressesPerAccountMax: 16,
  guestsPerAddressPerMinute: 60,
  /** Proxies outside of `TRUSTED_PROXIES` that the operator hears of; further ones are not reported. */
  unknownProxiesMax: 16,
  /** Keys (addresses, accounts, tokens) a rate limiter remembers; the oldest is forgotten. */
  rateLimitKeysMax: 100_000,
  /** Passwords hashed at once, and waiting to be; above it `overloaded`. */
  passwordHashesMax: 2,
  passwordHashesWaitingMax: 64,
  /** Rows a list answers with at the most. */
  pageSizeMax: 200,
  /** How long `?wait=true` waits for an intent to settle. */
  intentWaitMs: 10_000,
  /** Requests that wait for an intent at the same time; above it they are answered 202 at once. */
  intentWaitersMax: 1_024,

  /** Registered players; a further one is refused `overloaded`. Guests are stored nowhere, and do not count. */
  accountsMax: 100_000,

  // Zones.
  zonesMax: 100_000,
  /** A further join is refused `overloaded`. */
  membersMax: 4_096,
  /** Also what `createZone` may make at once. */
  entitiesPerZoneMax: 200_000,
  /** Creates, updates and deletes of one tick. */
  deltasPerTickMax: 10_000,
  eventsPerTickMax: 10_000,
  /** The payload of one event; a larger one fails the tick. */
  eventBytesMax: 65_536,
  /**
   * Code, message and details of one refusal, of an intent or a join, and the details of an intent that was carried out; a
   * larger one fails the tick, or that join.
   */
  refusalBytesMax: 4_096,
  entityBytesMax: 65_536,
  stateBytesMax: 262_144,
  extrasBytesMax: 262_144,
  viewBytesMax: 262_144,
  queryResultBytesMax: 262_144,
  intentsPerPlayerMax: 64,
  intentsPerZoneMax: 1_024,
  /** Players and intents with a rate that a zone remembers; the one asked for longest ago is forgotten, and begins again. */
  intentRateKeysMax: 10_000,
  /** Joins and leaves of one player that wait in a zone; a further one is refused `queue_full`. */
  membershipChangesPerPlayerMax: 4,
  /** Settled sequence numbers whose results are kept for each member; older ones are `seq_too_old`. */
  settledSeqsMax: 64,
  /** Resends of one queued intent that wait for its result; further ones are refused `queue_full`. */
  duplicateWaitersMax: 8,
  /** A hook or schema of a module that has not returned by then is stopped, and has failed. A module may have its own. */
  moduleMsMax: 1_000,
  /** Code that was stopped for a player is not run for that player before this; it doubles with each stop, up to the largest. */
  restMs: 10_000,
  restMsMax: 600_000,
  /** Of them that a zone remembers; the oldest is forgotten. */
  restsPerZoneMax: 1_000,
  /** Views of one tick of a zone that were stopped, after which the others of that tick fail without being made. */
  stoppedViewsMax: 3,
  /** Code of modules runs in slices of this length; between them sockets have their turn. */
  sliceMs: 20,
  /** Lines that a module logs in one tick; further ones are dropped, and counted. */
  logLinesPerTickMax: 1_000,
  /** Values that a module observes in one tick; with a further one the tick fails. Counts of one series are one. */
  metricValuesPerTickMax: 1_000,
  /** Beats of a longer period are counted in units of 100 ms (TIME-4). Of zones that exist it stays what it was. */
  promptMs: 1_000,
  /** Zones stepped at once. */
  zoneConcurrencyMax: 32,
  /** Zones whose steps are stored together, so that they wait for the disk once. */
  commitGroupMax: 32,
  /** A zone without a reason to be active is unloaded after this. */
  idleLingerMs: 30_000,
  /** Members whose socket did not come back this long after a restart count as disconnected. */
  presenceGraceMs: 10_000,
  /** Failed ticks in a row after which a zone is paused. */
  failuresMax: 3,
  /** Runs of the module in one beat while the inputs that fail it are looked for; the search goes on in the next beat. */
  isolationRunsMax: 12,
  /** Of these at most so many that have to be stopped: each costs everybody `moduleMsMax`. */
  isolationStopsMax: 3,
  /** No further run begins after this, nor after half the period of the zone. */
  isolationMsMax: 100,
  /** A player on whose inputs the module failed so often within `poisonMs` is served last, alone, one input a beat. */
  poisonMax: 3,
  /** Without a failure for this long, a player's failures are forgotten. */
  poisonMs: 60_000,
  /** Players of a zone whose failures are remembered; the one who failed longest ago is forgotten. */
  poisonPlayersMax: 1_000,
  /** Types of inputs whose failures are counted for health; the oldest are forgotten. */
  failingTypesMax: 1_000,
  /** Cells of a grid that a module is asked about when the debug role looks as a player; of a larger grid about none. */
  sightCellsMax: 16_384,
  /** Failed views in a row after which a connection is closed (1011). */
  viewFailuresMax: 5,
  /** A fault of a module that players can cause at will is logged again after this, with how often it was seen. */
  faultLogMs: 60_000,
  /** Such faults that are remembered, of all zones; the oldest is forgotten. */
  faultLogKeysMax: 1_000,
  /** A zone that cannot be loaded is not tried again before this. */
  probeMs: 1_000,
  /** An operation of the database that takes this long stands in the log, and health says that the disk is slow. */
  slowDiskMs: 1_000,
  /** For this long afterwards. */
  slowDiskShownMs: 10_000,

  /** A clock of the server that is further than this ahead of the wall clock is logged, and health is `degraded`. */
  clockLeadMaxMs: 60_000,

  // The process.
  /** A module's code that holds the event loop for this long, and that nothing else can stop, ends the process (70). */
  stallMaxMs: 10_000,

  /** Bytes of log lines that wait for somebody who reads standard error; further lines are dropped and counted. */
  logWaitingBytesMax: 1_048_576,

  // Recordings, of each zone that has one.
  /** Ticks that can be run again; beyond it the oldest tenth is dropped, behind a newer snapshot. */
  recordedTicksMax: 100_000,
  /** Characters of JSON, snapshots included; dropped likewise. */
  recordedBytesMax: 67_108_864,
  /** A larger zone cannot be recorded; one that grows larger is no longer. */
  recordedSnapshotBytesMax: 16_777_216,
  /** Entities of one tick that are recorded by id with their hashes; of the others only the sum, and how many. */
  recordedChangesMax: 256,
  /** Recorded ticks, and characters, of one page that is read. */
  recordingPageTicksMax: 2_000,
  recordingPageBytesMax: 4_194_304,
  /** Ticks that a paused zone steps by one request; more is refused. */
  stepTicksMax: 1_000,

  // The database.
  /** Operations that wait for their turn; a further one fails as `busy`. */
  storageWaitingMax: 10_000,
  /** At start every page of a database up to this size is checked; of a larger one only header and schema. */
  integrityCheckBytesMax: 268_435_456,
  /** A log of the database of this size is moved into it, while others go on writing. */
  databaseLogBytes: 8_388_608,
  /** With one of this size writes wait until it is moved; where it cannot be, they fail as on a full disk. */
  databaseLogBytesMax: 268_435_456,

  // The journal of a zone: its ticks, and then its tables.
  /** A tick with so many changes begins it; before, they are written to the tables at once. */
  journalFrom: 1,
  /** Ticks that it holds at most. Within half of them each row follows. */
  journalTicksMax: 256,
  /** Bytes of them; of larger ticks it holds fewer. */
  journalBytesMax: 2_097_152,
  /** Bytes of all journals; beyond it each is ended as soon as its zone commits. */
  journalsBytesMax: 134_217_728,

  // The action log: rows beyond the count, and older than the age, are removed, oldest first.
  actionLogRowsMax: 1_000_000,
  actionLogDays: 30,
} as const satisfies Record<string, number>

export type LimitName = keyof typeof defaultLimits
export type Limits = { readonly [Name in LimitName]: number }
