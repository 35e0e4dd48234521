import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import styles from './settings-page.module.css'

export function Folders() {
  const { settings, format } = useTexts()
  const words = settings.folders
  const info = useRequest('app.info', {})
  return (
    <section className="stack" aria-labelledby="folders">
      <h2 id="folders" className="sect">
        {words.title}
      </h2>
      <Loaded of={info}>
        {({ libraryFolder, modelsFolder, diskFreeBytes }) => (
          <>
            <div className="card none">
              <Folder label={words.library} path={libraryFolder} hint={words.libraryHint} />
              <Folder label={words.models} path={modelsFolder} hint={words.modelsHint} />
            </div>
            <p className="faint sm">{words.free(format.bytes(diskFreeBytes))}</p>
          </>
        )}
      </Loaded>
    </section>
  )
}

function Folder({ label, path, hint }: { label: string; path: string; hint: string }) {
  const words = useTexts().settings.folders
  return (
    <div className={styles.folder}>
      <div className="grow stack s1">
        <h3>{label}</h3>
        <code>{path}</code>
        <p className="dim">{hint}</p>
      </div>
      <CopyButton text={path} label={words.copy} />
    </div>
  )
}
