import { expect, test } from 'vitest'
import { createPageGatherer } from '../../src-renderer/client/gather-pages.ts'

const pageSize = 10

function gatherer(most = 5) {
  const requests: string[] = []
  const ask = createPageGatherer<number[]>((several, at) => several.slice(at * pageSize, (at + 1) * pageSize), most)
  let problem: Error | undefined
  return {
    requests,
    refuseWith: (error: Error) => {
      problem = error
    },
    page: (number: number, list = 'all') =>
      ask({
        ...{ list, number },
        async readOn(pages) {
          requests.push(`${list} ${number}+${pages}`)
          if (problem) throw problem
          return Array.from({ length: pages * pageSize }, (_, at) => number * pageSize + at).filter((at) => at < 95)
        },
      }),
  }
}

test('pages side by side are read with one request, in whichever order they are asked for, and each gets its own', async () => {
  const { page, requests } = gatherer()
  const pages = await Promise.all([page(8), page(3), page(9), page(4)])
  expect(requests).toEqual(['all 3+2', 'all 8+2'])
  expect(pages.map((entries) => [entries[0], entries.length])).toEqual([
    [80, 10],
    [30, 10],
    // The last page of a list is not full.
    [90, 5],
    [40, 10],
  ])
})

test('pages of another list, of another moment, or more than one request gives are read apart', async () => {
  const { page, requests } = gatherer(2)
  await Promise.all([page(1), page(2, 'found'), page(2), page(3)])
  await page(4)
  expect(requests).toEqual(['all 1+2', 'found 2+1', 'all 3+1', 'all 4+1'])
})

test('each page of a request that fails is refused, and can be asked for again', async () => {
  const { page, requests, refuseWith } = gatherer()
  refuseWith(new Error('gone'))
  const refused = await Promise.allSettled([page(1), page(2)])
  expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await expect(page(1)).rejects.toThrow('gone')
  expect(requests).toEqual(['all 1+2', 'all 1+1'])
})
