import { defineCommand } from 'citty'
import { commandLine } from '../../installation/command-line.ts'
import { readClockLead } from '../clock/read-clock-lead.ts'
import { printJson, printLines } from '../output/output.ts'
import { jsonArg } from '../server/connection.ts'

export const clock = defineCommand({
  meta: {
    description: [
      'Shows how far the clock of the server in this folder is ahead of the wall clock. That happens when the wall clock',
      'is set back: the clock of the server never goes back, but runs a tenth slower until the wall clock has caught up.',
      'Changes nothing.',
    ].join('\n'),
    examples: ['clock', 'clock --json'],
  },
  args: { json: jsonArg },
  async run({ args }) {
    const { leadMs, isInUse } = await readClockLead()
    if (args.json) return printJson({ leadMs, isInUse })
    if (leadMs === 0) return printLines('The clock of the server is not ahead of the wall clock.')
    printLines(`The clock of the server is ${seconds(leadMs)} ahead of the wall clock, which was set back.`)
    const stop = isInUse ? 'stop the server and run' : 'run'
    printLines(`If the earlier time was wrong, ${stop}: ${commandLine('clock reset')}`)
  },
})

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}
