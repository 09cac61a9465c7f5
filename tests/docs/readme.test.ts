import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { errorCodes } from '../../framework/contract/error-codes.ts'
import { defaultLimits } from '../../framework/kernel/limits.ts'
import packageJson from '../../package.json' with { type: 'json' }

const root = resolve(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

describe('README', () => {
  test('lists every script with a line of its own, and none that does not exist', () => {
    const listed = [...readme.matchAll(/^\| `npm (?:run )?([\w:-]+)` \|/gm)].map(([, name]) => name).sort()
    expect(listed).toEqual(Object.keys(packageJson.scripts).sort())
  })

  test('its table of codes is the table of the code', () => {
    const rows = Object.entries(errorCodes).map(
      ([code, { status, retryable, when }]) => `| \`${code}\` | ${status} | ${retryable ? 'yes' : 'no'} | ${when} |`,
    )
    expect(tableOf('codes')).toBe(['| code | HTTP | retry | when |', '|---|---|---|---|', ...rows].join('\n'))
  })

  test('its table of limits is that of the code', () => {
    const rows = Object.entries(defaultLimits).map(([name, value]) => `| \`${name}\` | ${value.toLocaleString('en')} |`)
    expect(tableOf('limits')).toBe(['| limit | default |', '|---|---|', ...rows].join('\n'))
  })

  test('every file it links to is there', () => {
    const links = [...readme.matchAll(/\]\((?!http)([^)]+)\)/g)].map(([, path]) => path ?? '')
    expect(links.length).toBeGreaterThan(5)
    for (const path of links) expect(() => readFileSync(join(root, path)), path).not.toThrow()
  })
})

function tableOf(name: string): string | undefined {
  return new RegExp(`<!-- table: ${name} -->\n([\\s\\S]*?)\n?<!-- /table -->`).exec(readme)?.[1]?.trim()
}

describe('the tour of the README, its commands as they stand', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gridtick-tour-'))
  let server: ReturnType<typeof spawn>
  let url = ''

  beforeAll(async () => {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    const settings = { DEBUG_USER: 'debug', DEBUG_PASSWORD: 'a-password-of-the-tour', AUTH_SECRET: 'k'.repeat(40) }
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`)
    writeFileSync(join(folder, '.env'), lines.join(''))
    server = spawn(process.execPath, ['--import', 'tsx', 'apps/server/main.ts'], {
      cwd: root,
      env: {
        ...process.env,
        ...settings,
        PORT: '0',
        DATABASE_URL: `file:${join(folder, 'tour.db')}`,
        LOG_LEVEL: 'warn',
      },
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

  test('it creates, joins, moves, resends, looks, and everything answers as the text says', async () => {
    const blocks = [...readme.matchAll(/```sh tour\n([\s\S]*?)```/g)].map(([, block]) => block ?? '')
    expect(blocks.length).toBe(9)
    const output = await bash(['set -eu', ...blocks].join('\n'), { cwd: folder, url })
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

async function bash(script: string, { cwd, url }: { cwd: string; url: string }): Promise<string> {
  const child = spawn('bash', ['-c', script], {
    cwd,
    env: { ...process.env, URL: url },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`The tour ended with ${code}:\n${output}`)
  return output
}
