import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useState } from 'react'
import { fileUseOf, useHandFile } from '../../client/dropped-file.tsx'
import { useTexts } from '../../locales/use-texts.tsx'
import styles from './file-drop.module.css'

/**
 * Takes files that are dropped anywhere, and leads to the page for them. Without it a browser would leave the app and
 * show the file.
 */
export function FileDrop() {
  const { shell } = useTexts()
  const words = shell.drop
  const [isOver, setIsOver] = useState(false)
  const navigate = useNavigate()
  const hand = useHandFile()

  const take = useEffectEvent((data: DataTransfer) => {
    const [file, ...others] = data.files
    const isFolder = data.items[0]?.webkitGetAsEntry()?.isDirectory
    const refuse = (message: string) => notifications.show({ message, color: 'red' })
    if (!file || others.length > 0) return refuse(words.one)
    if (isFolder) return refuse(words.folder(file.name))
    const use = fileUseOf(file.name)
    if (!use) return refuse(words.unknown(file.name))
    if (use === 'personas') void navigate({ to: '/personas', search: { dialog: 'import' } })
    else void navigate({ to: use === 'model' ? '/models' : '/templates' })
    hand({ use, file })
  })

  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    function onDrag(event: DragEvent): void {
      if (!hasFiles(event)) return
      event.preventDefault()
      setIsOver(true)
    }
    function onLeave(event: DragEvent): void {
      if (event.relatedTarget === null) setIsOver(false)
    }
    function onDrop(event: DragEvent): void {
      setIsOver(false)
      // A field that takes the file itself has done so already.
      const isTaken = event.defaultPrevented
      if (!hasFiles(event)) return
      event.preventDefault()
      if (!isTaken && event.dataTransfer) take(event.dataTransfer)
    }
    window.addEventListener('dragover', onDrag)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragover', onDrag)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('drop', onDrop)
    }
  }, [])

  return isOver && <div className={styles.over}>{words.over}</div>
}
