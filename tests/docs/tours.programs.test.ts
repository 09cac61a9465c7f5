import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asBuilt, asBundled } from '../lanes/programs.ts'

const root = resolve(import.meta.dirname, '../..')

/** A document's commands that a reader types one after the other, all in one shell. */
function readTour(path: string): readonly string[] {
  const text = readFileSync(join(root, path), 'utf8')
  return [...text.matchAll(/```sh tour\n([\s\S]*?)```/g)].map(([, block]) => block ?? '')
}

/**
 * What the tours call, without npm in between, which takes longer than most of what it starts; and the command line as it
 * was built. The commands are many.
 */
const commands = {
  npm: `[ "$1 $2 $3 $4" = "run -s grid --" ] || exit 1\nshift 4\nexec node ${asBuilt('apps/cli/main.ts').join(' ')} "$@"`,
  npx: `command=$1\nshift\nexec "${join(root, 'node_modules/.bin')}/$command" "$@"`,
}

describe('tours, their commands as they stand', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gridtick-tour-'))
  const settings = { DEBUG_USER: 'debug', DEBUG_PASSWORD: 'a-password-of-the-tour', AUTH_SECRET: 'k'.repeat(40) }
  let server: ReturnType<typeof spawn>
  let url = ''

  beforeAll(async () => {
    for (const name of ['node_modules', 'package.json', 'package-lock.json', 'apps', 'framework', 'modules'])
      symlinkSync(join(root, name), join(folder, name))
    mkdirSync(join(folder, 'bin'))
    for (const [name, text] of Object.entries(commands))
      writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`)
    writeFileSync(join(folder, '.env'), lines.join(''), { mode: 0o600 })
    server = spawn(process.execPath, asBundled(), {
      cwd: root,
      env: { ...environment(), ...settings, PORT: '0', LOG_LEVEL: 'warn' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    for await (const chunk of server.stdout ?? []) {
      url = /listening on (\S+)/.exec(String(chunk))?.[1] ?? ''
      if (url !== '') break
    }
    expect(url).not.toBe('')
  })

  afterAll(async () => {
    server.kill('SIGTERM')
    if (server.exitCode === null) await once(server, 'exit')
    rmSync(folder, { recursive: true, force: true })
  })

  function environment() {
    return { ...process.env, DATABASE_URL: `file:${join(folder, 'tour.db')}` }
  }

  async function walk(tour: readonly string[]): Promise<string> {
    const child = spawn('bash', ['-c', ['set -eu', ...tour].join('\n')], {
      cwd: folder,
      env: { ...environment(), PATH: `${join(folder, 'bin')}:${process.env.PATH}`, URL: url, PORT: new URL(url).port },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
    const [code] = await once(child, 'close')
    if (code !== 0) throw new Error(`The tour ended with ${code}:\n${output}`)
    return output
  }

  test('README: the command line lists, creates, watches, replays and looks after itself', async () => {
    const [tour = '', ...others] = readTour('README.md')
    expect(others).toHaveLength(1)
    const output = await walk([tour])
    expect(output).toMatch(/tick \d+/)
    expect(output).toMatch(/pebble {2}\d+/)
    expect(output).toContain('gave the recorded state again')
    expect(output).not.toMatch(/^[!✗]/m)
  }, 60_000)

  test('README: it plays with two hundred', async () => {
    expect(await walk(readTour('README.md').slice(1))).toMatch(/^failures {5}none$/m)
  }, 60_000)

  test('the wire: it creates, joins, moves, resends, looks, and everything answers as the text says', async () => {
    const tour = readTour('framework/protocol/README.md')
    expect(tour).toHaveLength(9)
    const output = await walk(tour)
    expect(output).toMatch(/zone [0-9a-f-]{36}/)
    for (const type of ['welcome', 'subscribed', 'intent_received', 'intent_result', 'tick'])
      expect(output).toContain(`"type":"${type}"`)
    expect(output).toMatch(/"seq":1,[^\n]*"duplicate":true/)
    expect(output).toContain('"event":"said","payload":{"from"')
    expect(output).toContain('"type":"say"')
    expect(output).toContain('"members":1')
    expect(output).toContain('"status":"ok"')
    expect(output).toMatch(/"endState":"[\w-]+_defeated"/)
    expect(output).toContain('"cargo":{"fuel_ore":0,"organics":0,"equipment":25},"credits":2000')
  }, 60_000)
})
