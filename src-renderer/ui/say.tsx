import { ActionIcon } from '@mantine/core'
import {
  IconAlertCircle,
  IconAlertTriangle,
  IconHistory,
  IconInfoCircle,
  type IconProps,
  IconX,
} from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'
import { useTexts } from '../locales/use-texts.tsx'
import { CopyButton } from './copy-button.tsx'
import styles from './say.module.css'

/** Red: something was not done. Ochre: it waits for you, or look before you go on. Indigo: recovered. Plain: for your information. */
export type Tone = 'red' | 'ochre' | 'indigo' | 'plain'

const icons: Record<Tone, ComponentType<IconProps>> = {
  red: IconAlertTriangle,
  ochre: IconAlertCircle,
  indigo: IconHistory,
  plain: IconInfoCircle,
}

type SayProps = {
  tone: Tone
  /** What happened, one sentence. */
  title: ReactNode
  /** What was kept, one sentence or two. */
  kept?: ReactNode
  /** What to do: buttons whose words carry verb and number. */
  children?: ReactNode
  /** Code and raw message: never shown, copied on demand. */
  details?: string | undefined
  icon?: ComponentType<IconProps>
  onClose?: () => void
}

/** Three lines in the place they belong to: what happened, what was kept, what to do. */
export function Say({ tone, title, kept, children, details, icon, onClose }: SayProps) {
  const { common } = useTexts()
  const Icon = icon ?? icons[tone]
  return (
    <section className={`${styles.say} ${styles[tone]}`} role={tone === 'red' ? 'alert' : undefined}>
      <Icon size={16} stroke={1.5} aria-hidden className={styles.icon} />
      <h2 className={styles.title}>{title}</h2>
      {onClose && (
        <ActionIcon size="sm" aria-label={common.close} onClick={onClose} className={styles.close}>
          <IconX size={14} stroke={1.5} />
        </ActionIcon>
      )}
      {kept && <p className={styles.kept}>{kept}</p>}
      {children ? (
        <div className={styles.actions}>
          {children}
          {details && <CopyDetails text={details} />}
        </div>
      ) : (
        details && (
          <div className={styles.aside}>
            <CopyDetails text={details} />
          </div>
        )
      )}
    </section>
  )
}

function CopyDetails({ text }: { text: string }) {
  const { error } = useTexts().common
  return <CopyButton text={text} label={error.copyDetails} variant="subtle" className="end" />
}
