import { Link } from '@tanstack/react-router'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import styles from './home-page.module.css'

const mostShown = 9

/** Templates, each one press away from a dataset of it; a person's own ones first. */
export function MakeAnother() {
  const { home } = useTexts()
  const list = useRequest('template.list', {})
  return (
    <section aria-labelledby="another" className="stack">
      <h2 id="another" className="sect">
        {home.another}
      </h2>
      <Loaded of={list}>
        {(all) => (
          <>
            <ul className={styles.another}>
              {all
                .toSorted((one, other) => Number(one.builtIn) - Number(other.builtIn))
                .slice(0, mostShown)
                .map(({ key, name, summary }) => (
                  <li key={key}>
                    <Link to="/datasets/new" search={{ template: key }} className={`card ${styles.kind}`}>
                      <b>{name}</b>
                      <span className="dim sm">{summary}</span>
                    </Link>
                  </li>
                ))}
            </ul>
            {all.length > mostShown && (
              <p>
                <Link to="/templates">{home.allTemplates(all.length)}</Link>
              </p>
            )}
          </>
        )}
      </Loaded>
    </section>
  )
}
