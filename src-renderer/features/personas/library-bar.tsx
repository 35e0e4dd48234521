import { useTexts } from '../../locales/use-texts.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import { ChosenBar } from './chosen-bar.tsx'
import styles from './persona-library.module.css'
import type { useChosen } from './use-chosen.ts'
import type { PersonaActions } from './use-persona-actions.tsx'

type Props = {
  /** Which of them are in sight, in words. */
  inSight: string
  total: number
  isArchive: boolean
  chosen: Pick<ReturnType<typeof useChosen>, 'count' | 'chooseAll' | 'clear'>
  actions: PersonaActions
  /** Puts away those that are chosen. */
  onMark: () => void
}

/** The line below the library: what can be done to the personas that are chosen or, without any, which keys there are. */
export function LibraryBar({ inSight, total, isArchive, chosen, actions, onMark }: Props) {
  const { keys } = useTexts().personas
  return (
    <footer className={`statusbar ${styles.bar}`}>
      {chosen.count > 0 ? (
        <ChosenBar
          count={chosen.count}
          total={total}
          isArchive={isArchive}
          isBusy={actions.isBusy}
          marking={actions.marking}
          onMark={onMark}
          onAll={chosen.chooseAll}
          onClear={chosen.clear}
        />
      ) : (
        <>
          <span className="num">{inSight}</span>
          <span className="end row">
            <KeyHint keys="↑ ↓" /> {keys.move}
            <KeyHint keys="Space" /> {keys.choose}
            <KeyHint keys="Enter" /> {keys.edit}
            <KeyHint keys="Del" /> {isArchive ? keys.restore : keys.archive}
            <span className={`row ${styles.letterKeys}`}>
              <KeyHint keys="/" /> {keys.search}
              <KeyHint keys="?" /> {keys.all}
            </span>
          </span>
        </>
      )}
    </footer>
  )
}
