import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loom, tempFolder } from './loom.ts'

test('rows are judged, and like ones found, on the command line; what is wrong changes nothing', async () => {
  const folder = tempFolder()
  const texts = ['Why does tar smell?', 'Why does tar melt?', 'Who signs a form?', 'Where do swifts sleep?']
  const lines = texts.map((text, at) => ({ 'input persona': `Person ${at}`, 'synthesized text': text }))
  writeFileSync(join(folder, 'rows.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  const run = (...args: string[]) => loom([...args, '--library', join(folder, 'library')])
  await run('import', join(folder, 'rows.jsonl'), '--rows')
  const stored = async () => {
    const rows = JSON.parse((await run('rows', '1', '--json')).out) as Record<string, string | null>[]
    return rows.map(({ verdict, discardReason, note }) => [verdict, discardReason, note])
  }
  const none = [null, null, null]

  const like = await run('rows', '1', '--similar-to', '1')
  expect(like.out).toContain('2. accepted, 0.60 alike: Person 1\nWhy does tar melt?')
  expect(like.err).toContain('1 of 1 rows that are like row 1.')
  expect((await run('rows', '1', '--similar-to', '1', '--at-least', '0.7')).err).toContain('0 of 0')
  expect(await run('rows', '1', '--similar-to', '9')).toMatchObject({ code: 2, err: 'Run 1 has no row 9.\n' })

  const discarded = await run(
    'judge',
    '1',
    '--row',
    '2',
    '--row',
    '4',
    '--discard',
    '--because',
    'dull',
    '--note',
    'twice',
  )
  expect(discarded).toMatchObject({ code: 0, err: '2 rows changed.\n' })
  expect(await stored()).toEqual([none, ['discarded', 'dull', 'twice'], none, ['discarded', 'dull', 'twice']])
  const noted = await run('rows', '1', '--noted')
  expect(noted.err).toBe('2 of 2 rows that fit.\n')
  expect(noted.out).toMatch(/^2\. .*\n.*\n4\. /)
  expect((await run('rows', '1', '--unnoted')).out).toMatch(/^1\. .*\n.*\n3\. /)
  expect((await run('judge', '1', '--row', '4', '--undecided', '--note', '')).code).toBe(0)
  const all = await run('judge', '1', '--all', '--verdict', 'none', '--search', 'who', '--keep', '--json')
  expect(all.last).toEqual({ run: 1, changed: 1, skipped: 0 })
  const after = [none, ['discarded', 'dull', 'twice'], ['kept', null, null], none]
  expect(await stored()).toEqual(after)
  const line = /3 of 4 ready {2}rows.jsonl, 1 row that passed discarded\n/
  expect((await run('runs')).out).toMatch(line)
  expect((await run('runs', '--search', 'ROWS json')).out).toMatch(line)
  expect((await run('runs', '--search', 'other')).out).toBe(
    'No run is called that. Leave --search out to see all of them.\n',
  )
  expect((await run('runs', '1')).out).toContain('4 accepted')
  expect((await run('runs', '--rename', 'Harbour')).err).toContain('Name a run')
  expect((await run('runs', '1', '--rename', 'Harbour rows')).out).toContain('Run 1: Harbour rows, finished')
  expect((await run('runs', '--search', 'harbour')).out).toMatch(/ready {2}Harbour rows, /)
  expect((await run('runs', '1')).out).toContain('1 row that passed discarded\n')

  for (const [args, message] of [
    [['1', '--keep'], /--row N, or --all/],
    [['1', '--row', '1', '--all', '--keep'], /--row N, or --all/],
    [['1', '--row', '1', '--keep', '--discard'], /one verdict/],
    [['1', '--row', '1'], /what becomes of the rows/],
    [['1', '--all', '--discard', '--because', 'dull'], /single rows/],
    [['1', '--row', '1', '--keep', '--because', 'dull'], /give --discard/],
    [['1', '--row', '1', '--discard', '--because', 'blue'], /The discard reason cannot be taken/],
    [['1', '--row', '1', '--row', '9', '--discard'], /no row 9\. Nothing was changed/],
    [['7', '--row', '1', '--discard'], /7/],
  ] as const) {
    const refused = await run('judge', ...args)
    expect({ args, code: refused.code }).toEqual({ args, code: 2 })
    expect(refused.err).toMatch(message)
  }
  expect(await stored()).toEqual(after)
}, 120_000)
