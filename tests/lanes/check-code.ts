import { spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * Checks the code: `npm run check:code`. First it is built, which finds types that cannot be declared and is needed by the
 * tests anyway; what finds unused code reads what is built, too. The rest is checked all at once, and told in the order
 * in which it stands here. The compiler takes one core, and leaves the other to the others.
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

function tell(name: string, { isGood, said }: Awaited<ReturnType<typeof check>>): void {
  process.stdout.write(`${isGood ? '✓' : '✗'} ${name}\n${said}`)
  if (!isGood) process.exitCode = 1
}

tell('build', await check('build'))
const running = checks.map((name) => ({ name, ended: check(name) }))
for (const { name, ended } of running) tell(name, await ended)
