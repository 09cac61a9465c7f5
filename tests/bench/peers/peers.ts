import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { buildCheckout, buildLoad, type Checkout, root } from '../drive/build-programs.ts'
import { checkOut } from '../drive/check-out.ts'
import { type ChildProgram, startProgram } from '../drive/child-program.ts'
import { measureRun } from '../drive/measure-run.ts'
import { runToEnd } from '../drive/on-interrupt.ts'
import { findPinning } from '../drive/pinning.ts'
import { speaksCompact } from '../drive/speaks-compact.ts'
import { tell } from '../drive/tell.ts'
import type { LoadCalls } from '../load/load-program.ts'
import { movesPerSecond, nameOf } from './cases.ts'
import { buildColyseus, installColyseus, type Node } from './install-colyseus.ts'
import { help, type Options, readOptions } from './options.ts'
import { colyseusSide, gridtickSide, type Side } from './sides.ts'
import { peersTable, type Result } from './table.ts'

/** `npm run bench:peers`: Gridtick beside Colyseus, in turn on one machine. */

const pinning = findPinning()

async function compare(options: Options): Promise<void> {
  const node22 = await installColyseus(tell)
  const colyseus = await buildColyseus()
  tell('building the packages')
  const checkouts = [await buildCheckout({ name: 'Gridtick', folder: root })]
  if (options.against !== undefined) checkouts.push(await checkOut(options.against, tell))
  const load = startProgram<LoadCalls>({
    ...{ before: pinning.load, node: node22.path, cwd: root, tell },
    arguments: [await buildLoad()],
  })
  const sides = [
    colyseusSide(colyseus, { node: node22, pinning, tell }),
    ...(await gridtickSides(checkouts, { node22, load })),
  ]
  const results = await measureAll(sides, load, options)
  await load.end()
  print(results, sides, { ...options, node22 })
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(results, null, 1)}\n`)
}

/** Each encoding on Node.js 22; the first checkout on this Node.js, too, where it is another one. */
async function gridtickSides(
  checkouts: readonly Checkout[],
  { node22, load }: { readonly node22: Node; readonly load: ChildProgram<LoadCalls> },
): Promise<readonly Side[]> {
  const own = { path: process.execPath, version: process.version }
  const sides: Side[] = []
  for (const [index, checkout] of checkouts.entries()) {
    const encodings = (await speaksCompact({ node: node22.path, pinning, load, tell }, checkout))
      ? (['delta', 'compact'] as const)
      : (['delta'] as const)
    const names = { delta: 'JSON', compact: 'compact' }
    const side = (encoding: 'delta' | 'compact', node: Node, suffix: string) =>
      gridtickSide(
        { checkout, encoding, name: `${checkout.name}, ${names[encoding]}${suffix}` },
        { node, pinning, tell },
      )
    sides.push(...encodings.map((encoding) => side(encoding, node22, '')))
    if (index === 0 && majorOf(own) !== majorOf(node22))
      sides.push(side(encodings.at(-1) ?? 'delta', own, `, Node ${majorOf(own)}`))
  }
  return sides
}

async function measureAll(
  sides: readonly Side[],
  load: ChildProgram<LoadCalls>,
  { cases, rounds, times }: Options,
): Promise<readonly Result[]> {
  const results: Result[] = []
  const runs = rounds * cases.length * sides.length
  const secondsEach = (times.warmAfterMs + times.warmMs) / 1_000 + 8
  tell(`${runs} runs of about ${secondsEach.toFixed(0)} s: ${((runs * secondsEach) / 60).toFixed(0)} minutes`)
  for (let round = 1; round <= rounds; round++)
    for (const world of cases)
      for (const side of sides) {
        tell(`round ${round} of ${rounds}, ${nameOf(world)}: ${side.name}`)
        const started = await side.start(world)
        const run = await measureRun(started, load, { players: world.players, movesPerSecond, times })
        await load.ask('leave')
        await started.stop()
        warnOfBusyLoad(run.warm.counts)
        results.push({ world, side: side.name, round, ...run })
      }
  return results
}

function warnOfBusyLoad({ cpuMs, elapsedMs }: { readonly cpuMs: number; readonly elapsedMs: number }): void {
  if (cpuMs < 0.9 * elapsedMs) return
  tell('the load took a whole core: it may be what was measured, and not the server')
}

function print(
  results: readonly Result[],
  sides: readonly Side[],
  { cases, rounds, times, node22 }: Options & { readonly node22: Node },
): void {
  const names = sides.map(({ name }) => name)
  const table = (phase: 'warm' | 'cold') => peersTable(results, { cases, sides: names, phase })
  const busy = results.map(({ loadAverage }) => loadAverage)
  const seconds = (ms: number) => `${ms / 1_000} s`
  process.stdout.write(`
${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${node22.version} unless a column names another; ${pinning.note}. The load average of the machine
was ${Math.min(...busy).toFixed(1)} to ${Math.max(...busy).toFixed(1)}; what is measured here makes about 0.5 of it.

Entities/players, of equal density; 10 ticks a second, sight 24, ${movesPerSecond} moves a second and player. Medians of ${rounds} rounds; in brackets
how much it is of Colyseus' figure, each round beside its own. Gridtick: built packages, synchronous=full.

Warm, ${seconds(times.warmMs)} after ${seconds(times.warmAfterMs)} of play:

${table('warm')}

Cold, the first ${seconds(times.coldMs)}:

${table('cold')}
`)
}

function majorOf({ version }: Node): number {
  return Number.parseInt(version.slice(1), 10)
}

function readOrEnd(): Options | 'help' {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\nTry --help.\n`)
    process.exit(2)
  }
}

const options = readOrEnd()
if (options === 'help') process.stdout.write(`${help}\n`)
else await runToEnd(() => compare(options))
