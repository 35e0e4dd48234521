import { ActionIcon, Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { Row } from '#contract/rows'
import { badStates } from '#contract/runs'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { MarkedText } from '../../ui/marked-text.tsx'
import { isOverruled, shownState } from '../../ui/shown-state.ts'
import { StateWord } from '../../ui/state-sign.tsx'
import { markOwnWords } from './mark-own-words.ts'
import styles from './rows-page.module.css'

type Props = {
  row: Row
  onRead: (rowId: number) => void
  onDiscard: (rowIds: number[]) => void
  onClose: () => void
}

/** No export takes it: with the others discarded as well, none of them would be left. */
function isLeftOut({ verdict, state }: Row): boolean {
  return verdict === 'discarded' || (verdict === null && (badStates as readonly string[]).includes(state))
}

/** Rows that share many words with one, most alike first, and the way to be rid of them together. */
export function SimilarRows({ row, onRead, onDiscard, onClose }: Props) {
  const { review, rowsPage } = useTexts()
  const words = review.similar
  // Nothing of another row stays while this one's come: what is discarded is what stands here.
  const found = useRequest('row.similar', { rowId: row.id })
  const text = row.editedText ?? row.text
  return (
    <section className="stack" aria-labelledby="similar-rows">
      <div className="row">
        <h3 id="similar-rows">{words.title}</h3>
        <ActionIcon size="sm" className="end" aria-label={words.close} onClick={onClose}>
          <IconX size={14} stroke={1.5} />
        </ActionIcon>
      </div>
      <Loaded of={found} lines={6}>
        {({ rows, total, isPartial }) => {
          const open = rows.filter(({ row: { verdict } }) => verdict !== 'discarded')
          return (
            <>
              {total === 0 && <p className="dim">{words.none}</p>}
              {isPartial && <p className="faint sm">{rowsPage.partial}</p>}
              {open.length > 0 && isLeftOut(row) && <p className="dim">{words.leftOut}</p>}
              {open.length > 0 && !isLeftOut(row) && (
                <Button
                  size="xs"
                  style={{ justifySelf: 'start' }}
                  onClick={() => onDiscard(open.map(({ row: { id } }) => id))}
                >
                  {words.discardOthers(open.length)}
                </Button>
              )}
              {total > 0 && (
                <p className="faint sm num">
                  {words.marked} {total > rows.length && words.more(rows.length, total)}
                </p>
              )}
              <ol className="stack s3">
                {rows.map(({ row: other, likeness }) => (
                  <li key={other.id} className={styles.similar}>
                    <div className="row wrap sm">
                      <Button size="xs" variant="subtle" className={styles.readOther} onClick={() => onRead(other.id)}>
                        {words.open(other.position + 1)}
                      </Button>
                      <StateWord state={shownState(other)} isOff={isOverruled(other)} />
                      {other.verdict && <span className="chip">{rowsPage.verdict[other.verdict]}</span>}
                    </div>
                    <p className={styles.excerpt} dir="auto">
                      <MarkedText pieces={markOwnWords(other.editedText ?? other.text, text)} />
                    </p>
                    <p className="faint sm num">{words.share(likeness)}</p>
                  </li>
                ))}
              </ol>
            </>
          )
        }}
      </Loaded>
    </section>
  )
}
