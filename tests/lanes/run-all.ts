import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { bundleServer } from './bundle-server.ts'
import { lanes } from './lanes.ts'

/**
 * Runs all lanes, one after the other, and tells in the end how long each took: `npm run test:all`. The programs are built
 * before, once for all of them. With `--check` the code is checked first, which builds it. A lane that fails does not keep
 * the next from running; code that fails does.
 */

type Step = { readonly name: string; readonly command: readonly string[] }
type Ended = { readonly name: string; readonly isGood: boolean; readonly ms: number }

const build: Step = { name: 'build', command: ['run', '-s', 'build'] }
const check: Step = { name: 'check', command: ['run', '-s', 'check:code'] }
const tests = lanes.map(
  (lane): Step => ({ name: lane, command: ['run', '-s', lane === 'fast' ? 'test' : `test:${lane}`] }),
)

async function main(): Promise<void> {
  const ended: Ended[] = []
  const first = process.argv.includes('--check') ? check : build
  for (const step of [first, ...tests]) {
    process.stdout.write(`\n▸ ${step.name}\n`)
    ended.push(await run(step))
    if (step !== first) continue
    if (ended.some(({ isGood }) => !isGood)) break
    await bundleServer()
    // Each lane would build again.
    process.env.GRIDTICK_IS_BUILT = 'true'
  }
  process.stdout.write(`\n${summary(ended)}`)
  if (ended.some(({ isGood }) => !isGood)) process.exitCode = 1
}

async function run({ name, command }: Step): Promise<Ended> {
  const startedAt = performance.now()
  const child = spawn('npm', command, { stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  return { name, isGood: code === 0, ms: performance.now() - startedAt }
}

function summary(ended: readonly Ended[]): string {
  const total = ended.reduce((sum, { ms }) => sum + ms, 0)
  const line = (name: string, ms: number, mark: string) =>
    `${mark} ${name.padEnd(8)} ${(ms / 1_000).toFixed(0).padStart(4)} s\n`
  return [...ended.map(({ name, isGood, ms }) => line(name, ms, isGood ? '✓' : '✗')), line('all', total, ' ')].join('')
}

await main()
