import { Button } from '@mantine/core'
import { CatchBoundary, type ErrorComponentProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTexts } from '../locales/use-texts.tsx'
import { Say } from './say.tsx'

/** Keeps a mistake of ours in one place on the page, says so, and offers to load again. */
export function ErrorBoundary({ children, resetKey }: { children: ReactNode; resetKey: string }) {
  return (
    <CatchBoundary getResetKey={() => resetKey} errorComponent={Crash}>
      {children}
    </CatchBoundary>
  )
}

export function Crash({ error }: ErrorComponentProps) {
  const { error: words } = useTexts().common
  return (
    <div style={{ padding: 'var(--pl-6)', maxWidth: '44rem' }}>
      <Say
        tone="red"
        title={words.crashTitle}
        kept={words.crashKept}
        details={error instanceof Error ? (error.stack ?? error.message) : String(error)}
      >
        <Button onClick={() => window.location.reload()}>{words.reload}</Button>
      </Say>
    </div>
  )
}
