import { useTexts } from '../../locales/use-texts.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Page } from '../../ui/page.tsx'
import { Say } from '../../ui/say.tsx'

export function NotFound() {
  const { common, shell } = useTexts()
  return (
    <Page title={shell.app}>
      <div className="narrow">
        <Say tone="plain" title={common.error.notFoundTitle}>
          <LinkButton to="/">{common.error.notFoundDo}</LinkButton>
        </Say>
      </div>
    </Page>
  )
}
