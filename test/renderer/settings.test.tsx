// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { Look } from '../../src-renderer/features/settings/look.tsx'
import { Work } from '../../src-renderer/features/settings/work.tsx'
import { common } from '../../src-renderer/locales/en/common.ts'
import { renderPages } from '../support/render-pages.tsx'
import { roadOf } from '../support/road-of.ts'

afterEach(cleanup)

test.each([
  ['Look', Look],
  ['While it writes', Work],
])(
  'settings that could not be read say why their controls are off, and can be asked for again: %s',
  async (_, Section) => {
    const { transport, sentTo } = roadOf(() => ({
      ok: false,
      error: { code: 'internal', message: 'The library does not answer.' },
    }))
    renderPages({ transport, pages: { '/': () => <Section /> }, at: '/', above: () => null })
    await screen.findByText('The library does not answer.')
    const before = sentTo('settings.show').length
    screen.getByRole('button', { name: common.error.retry }).click()
    expect(sentTo('settings.show')).toHaveLength(before + 1)
  },
)
