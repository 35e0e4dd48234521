import { Modal } from '@mantine/core'
import { memo } from 'react'
import { KeyHint } from './key-hint.tsx'

type Props = {
  /** What each key does, in the order in which it is shown. */
  sheet: { title: string; keys: Record<string, string> }
  opened: boolean
  onClose: () => void
}

/** Keys, by what they do. */
export const KeySheet = memo(function KeySheet({ sheet, opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={sheet.title}>
      <dl className="facts">
        {Object.entries(sheet.keys).map(([key, meaning]) => (
          <div key={key} style={{ display: 'contents' }}>
            <dt>
              <KeyHint keys={key} />
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
})
