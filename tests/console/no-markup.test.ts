import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const project = fileURLToPath(new URL('../../', import.meta.url))

/** Whatever makes markup or code of a text: in a page that shows what players write, none of it is needed. */
const forbidden =
  /\b(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|srcdoc|DOMParser|createContextualFragment|eval|dangerouslySetInnerHTML)\b|document\.write|new Function|javascript:|\bset(Timeout|Interval)\(\s*['"`]/

const folders = ['apps/console/page', 'framework/screen', 'framework/client', 'modules']
const files = folders
  .flatMap((folder) =>
    readdirSync(join(project, folder), { recursive: true }).map((file) => join(folder, String(file))),
  )
  .filter((file) => file.endsWith('.ts') && (!file.startsWith('modules') || file.includes('screen')))

test('nothing in the page makes markup or code of a text', () => {
  expect(files.length).toBeGreaterThan(100)
  const found = files.filter((file) => forbidden.test(readFileSync(join(project, file), 'utf8')))
  expect(found).toEqual([])
})

test.each(['a.innerHTML = b', 'eval(b)', 'new Function(b)', "setTimeout('b')", 'document.write(b)'])(
  '%s would be found',
  (code) => {
    expect(forbidden.test(code)).toBe(true)
  },
)
