import { Button, type ButtonProps } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconCopy } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useTexts } from '../locales/use-texts.tsx'

type Props = Pick<ButtonProps, 'variant' | 'className'> & {
  text: string
  label: string
  /** Where several stand in one list. */
  'aria-label'?: string
}

/** Copies a text, and says whether it did. */
export function CopyButton({ text, label, ...rest }: Props) {
  const { copying } = useTexts().common
  const { copied, copy, error } = useClipboard({ timeout: 1000 })
  useEffect(() => {
    if (error) notifications.show({ message: copying.refused, color: 'red' })
  }, [error, copying])
  return (
    <Button
      size="xs"
      leftSection={<IconCopy size={14} stroke={1.5} aria-hidden />}
      onClick={() => copy(text)}
      {...rest}
    >
      {copied ? copying.copied : label}
    </Button>
  )
}
