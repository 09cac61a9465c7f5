/** The zone that a command is about. */
export const zoneArg = {
  type: 'positional',
  description: 'the id of a zone, as zones list shows it; a unique beginning of it is enough',
  valueHint: 'ID',
  required: true,
} as const
