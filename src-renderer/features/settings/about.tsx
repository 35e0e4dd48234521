import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Wordmark } from '../../ui/wordmark.tsx'

export function About() {
  const { settings } = useTexts()
  const words = settings.about
  const info = useRequest('app.info', {})
  return (
    <section className="stack s3" aria-label={words.title}>
      <Wordmark />
      <Loaded of={info} lines={2}>
        {({ version }) => (
          <dl className="facts">
            <dt>{words.version}</dt>
            <dd>{version}</dd>
            <dt>{words.licence}</dt>
            <dd>{words.licenceText}</dd>
          </dl>
        )}
      </Loaded>
    </section>
  )
}
