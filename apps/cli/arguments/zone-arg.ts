/** The zone that a command is about. */
export const zoneArg = {
  type: 'positional',
  description: 'the id of a zone, as zones list shows it; its beginning is enough, where no other has it',
  valueHint: 'ID',
  required: true,
} as const
