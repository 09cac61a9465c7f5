import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { clean, escapeInJson } from '../../apps/cli/output/clean.ts'
import { createTerminalPresenter } from '../../apps/cli/tail/terminal-presenter.ts'
import { runHere } from './run-here.ts'

/** A server that answers with whatever a test says. Nothing of it may reach a terminal but text. */

let server: Server
let answer: { readonly status: number; readonly body: string } = { status: 200, body: '{}' }
let asked = 0

beforeAll(async () => {
  server = createServer((_, response) => {
    asked += 1
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => void server.close())

async function run(body: unknown, ...args: readonly string[]) {
  answer = { status: 200, body: typeof body === 'string' ? body : JSON.stringify(body), ...statusOf(body) }
  asked = 0
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return runHere([...args, '--url', url, '--token', 'x'], {})
}

function statusOf(body: unknown): { readonly status?: number } {
  return typeof body === 'object' && body !== null && 'status' in body && typeof body.status === 'number'
    ? { status: body.status }
    : {}
}

const evil = '\u001b[2J\u001b]0;mine\u0007\u009b31m\u202eevil\u2028'
const moving = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u
const zone = {
  ...{ id: evil, name: evil, module: evil, moduleVersion: evil, status: evil, createdAt: evil, everyMs: 1 },
  ...{ players: { members: 1, connected: 1 }, tick: 1, error: evil, result: { [evil]: evil } },
}
const entry = {
  seq: 1,
  at: evil,
  tick: 1,
  playerId: evil,
  type: evil,
  payload: { [evil]: evil },
  result: evil,
  code: evil,
}
const entity = { id: evil, kind: evil, x: 1, y: 1, ownerId: evil, data: { [evil]: evil } }
const state = { tick: 1, at: evil, entities: [entity], extras: { [evil]: evil }, state: { [evil]: evil } }
const refusal = { status: 409, code: evil, detail: evil, errors: [{ pointer: evil, code: evil, message: evil }] }

test.each([
  ['zones list', { zones: [zone], nextCursor: null }],
  ['zones show z', zone],
  ['log z', { entries: [entry], nextSeq: 2 }],
  ['state z --full', state],
  ['zones show z', refusal],
  ['zones step z', { ticks: 1, error: evil, zone }],
] as const)('%s: what a server writes moves no cursor', async (command, body) => {
  for (const json of [[], ['--json']]) {
    const { stdout, stderr } = await run(body, ...command.split(' '), ...json)
    expect(stdout + stderr).toContain('evil')
    expect(moving.test(stdout + stderr), JSON.stringify(stdout + stderr)).toBe(false)
    // Programs still get what it was.
    if (json.length > 0 && !('detail' in body))
      expect(JSON.stringify(JSON.parse(stdout))).toContain(JSON.stringify(evil).slice(1, -1))
  }
})

test('JSON with such characters escaped says the same', () => {
  const value = { [evil]: ['\u{e0001}', '\u200b', 'ordinary', '\\u001b', '👩‍👩‍👧'] }
  const escaped = escapeInJson(JSON.stringify(value))
  expect(JSON.parse(escaped)).toEqual(value)
  expect(moving.test(escaped)).toBe(false)
  expect(clean('a\u001b[31mb')).toBe('a\ufffd[31mb')
})

test('how a zone ended is told without moving a cursor', () => {
  const { stdin, stdout } = process
  const written: string[] = []
  const write = vi.spyOn(stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0)
  const hadRawMode = stdin.setRawMode
  stdin.setRawMode = () => stdin
  try {
    createTerminalPresenter('a zone', () => {}).ended('removed', evil)
  } finally {
    write.mockRestore()
    stdin.setRawMode = hadRawMode
  }
  expect(written.at(-1)).toContain('evil')
  expect(moving.test(written.at(-1) ?? '')).toBe(false)
})

test('a recording whose pages lead back is not fetched for ever', async () => {
  const page = { format: 'gridtick-recording', version: 1, snapshots: [], ticks: [], nextTick: 7 }
  const { code, stderr } = await run(page, 'replay', 'z')
  expect(code).toBe(1)
  expect(stderr).toContain('names tick 7 again as the next tick of the recording')
  // Two pages, and what the zone holds now.
  expect(asked).toBeLessThanOrEqual(3)
})
