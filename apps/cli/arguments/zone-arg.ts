/** The zone that a command is about. */
export const zoneArg = {
  type: 'positional',
  description: 'the id of a zone, from zones list; its first characters are enough if they are unique',
  valueHint: 'ID',
  required: true,
} as const
