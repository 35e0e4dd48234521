import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { SkeletonLines } from '../../ui/skeleton-lines.tsx'
import { StateSign } from '../../ui/state-sign.tsx'
import styles from './models-page.module.css'

const addressOf = (place: string) => `https://huggingface.co/${place}`

/** Models that write better than the small one. The app fetches nothing: a browser does, and the file is added here. */
export function StrongerModels({ hasNone = false }: { hasNone?: boolean }) {
  const { models, format } = useTexts()
  const words = models.stronger
  const list = useRequest('model.suggestions', {})
  return (
    <section className="stack" aria-labelledby="stronger">
      <h2 id="stronger" className="sect">
        {hasNone ? words.titleFirst : words.title}
      </h2>
      <p className="dim">{hasNone ? words.leadFirst : words.lead}</p>
      <Loaded of={list} skeleton={<SkeletonLines lines={3} pitch="list" />}>
        {(suggested) => (
          <ul className={`card none ${styles.stronger}`}>
            {suggested.map(({ name, place, file, sizeBytes, licence, needsBytes, fits }) => (
              <li key={place}>
                <div>
                  <b className={styles.name}>{name}</b>
                  <p className="faint sm">
                    {licence} · {format.bytes(sizeBytes)}
                  </p>
                </div>
                <div className="stack s1">
                  <p className="row">
                    <StateSign state={fits ? 'accepted' : 'rejected'} />
                    <span>
                      {fits ? words.fits(format.bytes(needsBytes)) : words.tooLarge(format.bytes(needsBytes))}
                    </span>
                  </p>
                  <p className={`faint sm ${styles.address}`}>
                    {addressOf(place)}
                    {`, ${file ?? words.fileBySize(format.bytes(sizeBytes))}`}
                  </p>
                </div>
                <CopyButton text={addressOf(place)} label={words.copy} aria-label={words.copyOf(name)} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <p className="faint sm">{words.stated}</p>
    </section>
  )
}
