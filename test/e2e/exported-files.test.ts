import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loom, tempFolder } from './loom.ts'

test('the command line tells what was exported of a run, what was edited in it, and whether it changed since', async () => {
  const folder = tempFolder()
  const rows = [{ 'input persona': 'A baker', 'synthesized text': 'Why does tar smell?' }]
  writeFileSync(join(folder, 'rows.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const run = (...args: string[]) => loom([...args, '--library', join(folder, 'library')])
  await run('import', join(folder, 'rows.jsonl'), '--rows')
  expect((await run('runs')).out).toMatch(/ready {2}rows.jsonl\n/)
  expect((await run('runs', '1')).out).not.toContain('xported')

  const out = join(folder, 'out.jsonl')
  await run('export', '1', '--output', out, '--shape', 'release')
  expect((await run('runs')).out).toMatch(/rows.jsonl, exported \d{4}-\d\d-\d\d\n/)
  const one = await run('runs', '1')
  expect(one.out).toMatch(/^Exported \d{4}-\d\d-\d\d: .*out\.jsonl, 1 row, release$/m)
  expect(one.out).not.toMatch(/changed since|older than/)

  await run('judge', '1', '--row', '1', '--discard')
  await run('export', '1', '--output', out, '--search', 'tar', '--force')
  await run('judge', '1', '--row', '1', '--keep')
  expect((await run('runs')).out).toMatch(/, exported \d{4}-\d\d-\d\d, a file is out of date\n/)
  const changed = (await run('runs', '1')).out
  expect(changed).toMatch(
    /out\.jsonl, 1 row found by filters, seed, older than the last changes\n.*out\.jsonl, 1 row, release, written over since\n/,
  )
  expect(changed).toContain('Older files lack what changed in the rows since. Export again')
  expect((await run('runs', '1', '--json')).last).toMatchObject({
    ...{ edited: 0, exported: { count: 2, isCurrent: false } },
    exports: [
      { path: out, narrowed: { query: 'tar' } },
      { shape: 'release', standing: 'replaced' },
    ],
  })
}, 120_000)
