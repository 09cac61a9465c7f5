/** What the process ends with, for those who start it by a script. */
export const exitCodes = {
  asked: 0,
  failed: 1,
  configuration: 2,
  /** A module held it for good, and the watchdog ended it. */
  stalled: 70,
  /** An error of the server itself left its state in doubt. */
  inDoubt: 71,
  databaseInUse: 73,
  databaseUnreadable: 74,
  /** It held more memory than MEMORY_LIMIT_MB. */
  memory: 75,
} as const
