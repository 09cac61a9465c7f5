import { cpus, loadavg } from 'node:os'
import { commits } from './chapters/commits.ts'
import { crowds } from './chapters/crowds.ts'
import { entityGrowth, playerGrowth } from './chapters/growth.ts'
import { guard } from './chapters/guard.ts'
import { helloGridPlayed } from './chapters/hello-grid.ts'
import { intents } from './chapters/intents.ts'
import { region } from './chapters/region.ts'
import { zones } from './chapters/zones.ts'
import { buildCheckout, buildLoad, type Checkout, root } from './drive/build-programs.ts'
import { checkOut } from './drive/check-out.ts'
import { startProgram } from './drive/child-program.ts'
import { runToEnd } from './drive/on-interrupt.ts'
import { findPinning } from './drive/pinning.ts'
import { speaksCompact } from './drive/speaks-compact.ts'
import { tell } from './drive/tell.ts'
import type { TestBed } from './drive/test-bed.ts'
import type { LoadCalls } from './load/load-program.ts'
import { helpOf, type Options, readOptions } from './options.ts'
import { installColyseus } from './peers/install-colyseus.ts'

/** `npm run bench`: prints what ticks, frames, beats and intents cost on this machine. */

const allChapters = [crowds, entityGrowth, playerGrowth, zones, commits, intents, helloGridPlayed, region, guard]

async function measure({ chapters, ...options }: Options): Promise<void> {
  const bed = await prepare(options)
  const busy = loadavg()[0] ?? 0
  process.stdout.write(`\n${machine(bed, options)}\n`)
  for (const chapter of chapters) {
    const sections = await chapter.run(bed)
    process.stdout.write(`\n${sections.filter((text) => text !== '').join('\n\n')}\n`)
  }
  await bed.load.end()
  process.stdout.write(
    `\nThe load average of the machine was ${busy.toFixed(1)} before, and ${loadavg()[0]?.toFixed(1)} at the end.\n`,
  )
}

async function prepare({ against, isNode22, sync, rounds, isQuick }: Omit<Options, 'chapters'>): Promise<TestBed> {
  const node = isNode22 ? (await installColyseus(tell)).path : process.execPath
  tell('building the packages')
  const checkouts: Checkout[] = [await buildCheckout({ name: 'this checkout', folder: root })]
  if (against !== undefined) checkouts.push(await checkOut(against, tell))
  const pinning = findPinning()
  const load = startProgram<LoadCalls>({
    ...{ before: pinning.load, node, cwd: root, tell },
    arguments: [await buildLoad()],
  })
  const bed = { checkouts, node, pinning, load, sync, rounds, isQuick, tell }
  for (const checkout of checkouts) if (!(await speaksCompact(bed, checkout))) return { ...bed, encoding: 'delta' }
  return { ...bed, encoding: 'compact' }
}

function machine(
  { checkouts, pinning, encoding, rounds }: TestBed,
  { sync, isNode22 }: Omit<Options, 'chapters'>,
): string {
  const version = isNode22 ? 'Node.js 22' : `Node ${process.version}`
  const [, other] = checkouts
  return `${cpus().length} × ${cpus()[0]?.model.trim()}, ${version}, built packages; ${pinning.note}. Every tick is committed (synchronous=${sync}).
Frames are ${encoding} unless a column says otherwise. Medians of ${rounds} ${rounds === 1 ? 'round' : 'rounds'}.${other === undefined ? '' : ` "÷" is this checkout ÷ ${other.name}, each round beside its own.`}`
}

function readOrEnd(): Options | 'help' {
  try {
    return readOptions(process.argv.slice(2), allChapters)
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\nTry --help.\n`)
    process.exit(2)
  }
}

const options = readOrEnd()
if (options === 'help') process.stdout.write(`${helpOf(allChapters)}\n`)
else await runToEnd(() => measure(options))
