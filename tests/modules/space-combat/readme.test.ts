import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { payloadSchema } from '../../../framework/core/src/contract/intent.ts'
import { balance } from '../../../modules/space-combat/balance.ts'
import { balanceOf, configSchema } from '../../../modules/space-combat/config.ts'
import { shipType, shipTypeNames } from '../../../modules/space-combat/ship-types.ts'
import { spaceCombat } from '../../../modules/space-combat/space-combat.ts'
import { everyEvent } from './every-event.ts'

const folder = join(import.meta.dirname, '../../../modules/space-combat')
const readme = readFileSync(join(folder, 'README.md'), 'utf8')
const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join(folder, path), 'utf8'))
  .join('\n')

function section(title: string): string {
  const start = readme.indexOf(`\n## ${title}\n`)
  if (start === -1) throw new Error(`there is no section "${title}"`)
  const end = readme.indexOf('\n## ', start + 1)
  return readme.slice(start, end === -1 ? undefined : end)
}

/** The rows of the tables of a section, cell by cell, without those that head them. */
function rows(title: string): string[][] {
  const lines = [...section(title).matchAll(/^\| (`.*) \|$/gm)].map(([, line = '']) => line)
  return lines.map((line) => line.split('|').map((cell) => cell.trim()))
}

/** The names in the first column. */
function named(title: string): string[] {
  return rows(title).map(([first = '']) => first.replace(/`([^`]*)`.*/, '$1'))
}

function examples(kind: string): { readonly [key: string]: unknown }[] {
  const blocks = [...readme.matchAll(new RegExp(`^\`\`\`jsonl ${kind}\\n(.*?)\`\`\`$`, 'gms'))]
  return blocks.flatMap(([, block = '']) => block.trim().split('\n')).map((line) => JSON.parse(line))
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort()
}

function number(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 6 })
}

test('its links lead somewhere', () => {
  const anchors = [...readme.matchAll(/^## (.*)$/gm)].map(
    ([, title = '']) =>
      `#${title
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-')}`,
  )
  const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link)
  expect(links.length).toBeGreaterThan(15)
  expect(links.filter((link) => !anchors.includes(link) && !existsSync(join(folder, link)))).toEqual([])
})

describe('the numbers are those in force', () => {
  test('of each ship', () => {
    const told = rows('Ships').map((cells) => cells.join(' '))
    const inForce = shipTypeNames.map((name) => {
      const { cargoHolds, fighters, shields, turnsPerWarp, warpPower, price } = shipType(name)
      return [`\`${name}\``, ...[cargoHolds, fighters, shields, turnsPerWarp, warpPower, price].map(number)].join(' ')
    })
    expect(told).toEqual(inForce)
  })

  test('of the balance, each at its place in the config', () => {
    const leaves = (value: unknown, path: string): [string, number | string][] =>
      typeof value === 'number' || typeof value === 'string'
        ? [[path, value]]
        : Object.entries(value as object).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`))
    const { combat, salvageTtlMs, balance: others } = configSchema.parse({})
    const inForce = leaves({ combat, salvageTtlMs, balance: others }, '').map(([path, value]) => [
      path,
      typeof value === 'number' ? number(value) : value,
    ])
    const told = rows('Numbers, and how to change them').map(([path = '', value]) => [path.replaceAll('`', ''), value])
    expect([...told].sort()).toEqual([...inForce].sort())
  })

  test('a config that names none of them changes none', () => {
    expect(balanceOf(configSchema.parse({}))).toEqual(balance)
  })

  test('and the config of the example is one', () => {
    const [, example = ''] = /```json config\n(.*?)```/s.exec(readme) ?? []
    const config = configSchema.parse(JSON.parse(example))
    expect(balanceOf(config)).toEqual({
      ...balance,
      combat: { ...balance.combat, roundTimeoutMs: 8_000 },
      ships: { ...balance.ships, startCredits: 5_000 },
      salvage: { ...balance.salvage, ttlMs: 300_000 },
    })
  })
})

describe('nothing is missing, and nothing is made up', () => {
  test('intents, with examples that can be sent', () => {
    const types = unique(Object.keys(spaceCombat.intents))
    expect(unique([...named('Intents'), ...named('For operators')])).toEqual(types)
    expect(unique(examples('intents').map(({ type }) => String(type)))).toEqual(types)
    for (const { type, ...payload } of examples('intents')) {
      const schema = spaceCombat.intents[String(type)]
      expect(schema && payloadSchema(schema).safeParse(payload).error?.issues, String(type)).toBeUndefined()
    }
  })

  test('queries, with examples that can be asked', () => {
    const names = unique(Object.keys(spaceCombat.queries))
    expect(unique(named('Queries'))).toEqual(names)
    expect(unique(examples('queries').map(({ name }) => String(name)))).toEqual(names)
    for (const { name, input } of examples('queries'))
      expect(spaceCombat.queries[String(name)]?.input.safeParse(input).error?.issues, String(name)).toBeUndefined()
  })

  test('refusals, those that an intent is said to be refused with among them', () => {
    const codes = unique([...source.matchAll(/(?:code: |tooFew\(|refuse\()'([a-z_]+)'/g)].map(([, code = '']) => code))
    expect(codes.length).toBeGreaterThan(30)
    expect(unique(named('Refusals'))).toEqual(codes)
    const said = [...rows('Intents'), ...rows('For operators')].map((cells) => cells.at(-1) ?? '')
    const refusedWith = said.flatMap((cell) => [...cell.matchAll(/`([a-z_]+)`/g)].map(([, code = '']) => code))
    expect(refusedWith.length).toBeGreaterThan(30)
    expect(refusedWith.filter((code) => !codes.includes(code))).toEqual([])
  })

  test('events, with all that they carry, and examples as they are sent', async () => {
    const names = unique([...source.matchAll(/'([a-z]+\.[a-z_]+)'/g)].map(([, name = '']) => name))
    expect(unique(named('Events'))).toEqual(names)

    const heard = await everyEvent()
    expect(unique(heard.map(({ event }) => event))).toEqual(names)
    const keysTold = (event: string) =>
      rows('Events')
        .filter(([name]) => name === `\`${event}\`` || (event === 'combat.ended' && name === '`combat.round_resolved`'))
        .map(([, , payload = '']) => payload)
        .join()
    for (const { event, payload } of heard)
      expect(
        Object.keys(payload as object).filter((key) => !keysTold(event).includes(`\`${key}\``)),
        event,
      ).toEqual([])
    // As texts: the order of keys is part of what is sent.
    const text = (told: unknown) => JSON.stringify(shape(told))
    expect(examples('events').map(text)).toEqual(heard.map(text))
  })
})

/** What a value is made of, whatever its numbers and words are. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shape)
  if (typeof value !== 'object' || value === null) return '…'
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, key === 'event' ? inner : shape(inner)]))
}
