import { spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * Checks the code, all at once: `npm run check:code`. What each finds is told in the order in which they stand here. The
 * compiler takes one core, and leaves the other to the rest.
 */
const checks = ['types', 'unused', 'lint', 'format']

async function check(name: string): Promise<{ readonly isGood: boolean; readonly said: string }> {
  const child = spawn('npm', ['run', '-s', name], {
    env: { FORCE_COLOR: process.stdout.isTTY ? '1' : '0', ...process.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  const [code] = await once(child, 'close')
  return { isGood: code === 0, said }
}

const running = checks.map((name) => ({ name, ended: check(name) }))
for (const { name, ended } of running) {
  const { isGood, said } = await ended
  process.stdout.write(`${isGood ? '✓' : '✗'} ${name}\n${said}`)
  if (!isGood) process.exitCode = 1
}
