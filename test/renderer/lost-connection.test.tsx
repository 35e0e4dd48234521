// @vitest-environment happy-dom

import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Reply } from '#contract/errors'
import { ApiProvider } from '../../src-renderer/client/api.tsx'
import { LiveCache } from '../../src-renderer/client/live-cache.tsx'
import { noAnswer } from '../../src-renderer/client/no-answer.ts'
import { createQueryClient } from '../../src-renderer/client/query-client.ts'
import { createClient } from '../../src-renderer/client/transport.ts'
import { useRequest } from '../../src-renderer/client/use-request.ts'
import { Loaded } from '../../src-renderer/ui/loaded.tsx'
import { splitSentences } from '../../src-renderer/ui/say-error.tsx'
import { answerWith, roadOf } from '../support/road-of.ts'

afterEach(cleanup)

const [said] = splitSentences(noAnswer.error.message)

function Count() {
  return <Loaded of={useRequest('persona.count', {})}>{({ count }) => <p>{`${count} personas`}</p>}</Loaded>
}

function show(reply: () => Reply) {
  const road = roadOf(reply)
  render(
    <MantineProvider env="test">
      <ApiProvider client={createClient(road.transport)}>
        <QueryClientProvider client={createQueryClient()}>
          <LiveCache />
          <Count />
        </QueryClientProvider>
      </ApiProvider>
    </MantineProvider>,
  )
  return road
}

const past = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('what cannot be read while the connection is lost is not told once more, and is read when it is back', async () => {
  let reply: Reply = noAnswer
  const { become, asked } = show(() => reply)
  become('reconnecting')
  await past(1000)
  expect(screen.queryByText(said)).toBeNull()
  expect(asked).toHaveLength(1)
  reply = answerWith({ count: 7 })
  become('open')
  await screen.findByText('7 personas')
})

test('what stands on the page stays there while the connection is lost', async () => {
  let reply = answerWith({ count: 7 })
  const { become } = show(() => reply)
  await screen.findByText('7 personas')
  reply = noAnswer
  // Events are heard again, and the app is gone in the same moment.
  become('reconnecting')
  become('open')
  become('reconnecting')
  await past(1000)
  screen.getByText('7 personas')
  expect(screen.queryByText(said)).toBeNull()
})

test('an app that is there and does not answer is told where it was asked', async () => {
  const { asked } = show(() => noAnswer)
  await waitFor(() => screen.getByText(said))
  expect(asked).toHaveLength(2)
})
