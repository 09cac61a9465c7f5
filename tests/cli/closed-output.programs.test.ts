import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freshFolder } from '../integration/fresh-folder.ts'
import { startProgram } from '../integration/start-program.ts'
import { asBuilt, builtFile } from '../lanes/programs.ts'

const folder = freshFolder()

test.each([
  ['stdout', ['--help']],
  ['stderr', ['no-such-command']],
] as const)('whoever reads %s has gone: it ends without a word, as for head', async (stream, args) => {
  const { child } = startProgram(asBuilt('apps/cli/main.ts'), args, { folder })
  child[stream]?.destroy()
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
})

test('what cannot be written is told, with 1', async () => {
  const full = openSync('/dev/full', 'w')
  const args = [...asBuilt('apps/cli/main.ts'), '--help']
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', full, 'pipe'] })
  closeSync(full)
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const [code] = await once(child, 'close')
  expect({ code, stderr }).toEqual({ code: 1, stderr: 'Standard output cannot be written (ENOSPC).\n' })
})

test('who only waits notices that the reader of a pipe has gone, without writing anything', async () => {
  const watching = `
    import { watchReader } from ${JSON.stringify(builtFile('apps/cli/output/watch-reader.ts'))}
    const holding = setInterval(() => {}, 1e9)
    const { gone } = watchReader()
    gone.addEventListener('abort', () => { clearInterval(holding); process.stderr.write('gone') })
    process.stdout.write('one line\\n')`
  writeFileSync(join(folder, 'watching.mjs'), watching)
  const program = `"${process.execPath}" watching.mjs`
  const shell = spawn('sh', ['-c', `${program} | head -1`], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [shell.stdout, shell.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  const [code] = await once(shell, 'close')
  expect({ code, output }).toEqual({ code: 0, output: 'one line\ngone' })
})
