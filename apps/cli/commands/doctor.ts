import { defineCommand } from 'citty'
import { isRepository, ownFolder } from '../../installation/installation.ts'
import type { Check } from '../doctor/check.ts'
import { checkDatabase } from '../doctor/check-database.ts'
import { checkDisk } from '../doctor/check-disk.ts'
import { checkModules } from '../doctor/check-modules.ts'
import { checkNode } from '../doctor/check-node.ts'
import { checkPackages } from '../doctor/check-packages.ts'
import { checkPage } from '../doctor/check-page.ts'
import { checkPort } from '../doctor/check-port.ts'
import { checkSettings } from '../doctor/check-settings.ts'
import { checkStall } from '../doctor/check-stall.ts'
import { exitCodes } from '../exit-codes.ts'
import { mayColour, printJson, printLines } from '../output/output.ts'
import { paint } from '../output/paint.ts'
import { jsonArg } from '../server/connection.ts'

export const doctor = defineCommand({
  meta: {
    description: [
      'Checks what a server needs: Node.js, packages, settings, database, disk, port, modules, page. Changes nothing.',
      'Each line says ✓ good, ! worth a look, or ✗ wrong, and what to do. Ends with 1 if anything is wrong.',
    ].join('\n'),
    examples: ['doctor', 'doctor --json'],
  },
  args: { json: jsonArg },
  async run({ args }) {
    const checks: Check[] = []
    for await (const check of findings()) {
      checks.push(check)
      if (!args.json) printCheck(check)
    }
    const ok = checks.every(({ status }) => status !== 'bad')
    if (args.json) printJson({ ok, checks })
    if (!ok) process.exitCode = exitCodes.failed
  },
})

async function* findings(): AsyncGenerator<Check> {
  yield checkNode()
  yield checkPackages(isRepository ? ownFolder : process.cwd())
  const { checks, config } = checkSettings()
  yield* checks
  // What follows hangs on the settings.
  if (config === undefined) return

  const { isInUse, path, ...database } = await checkDatabase(config.databaseUrl)
  yield database
  const stall = checkStall(path)
  if (stall !== undefined) yield stall
  yield await checkDisk(path)
  const { host, port, allowedHosts } = config
  yield* await checkPort({ host, port, allowedHost: allowedHosts[0], isDatabaseInUse: isInUse })
  const modules = await checkModules(config.modules)
  yield* modules.checks
  yield* await checkPage(modules.loaded)
}

const signs = { good: ['✓', 32], warning: ['!', 33], bad: ['✗', 31] } as const

function printCheck({ name, status, message, todo }: Check): void {
  const [sign, colour] = signs[status]
  process.stdout.write(`${paint(sign, colour, mayColour())} `)
  printLines(...`${name.padEnd(9)} ${message}`.split('\n'))
  if (todo !== undefined) printLines(`            → ${todo}`)
}
