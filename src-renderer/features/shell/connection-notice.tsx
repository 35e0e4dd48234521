import { notifications } from '@mantine/notifications'
import { useEffect } from 'react'
import { useIsAway } from '../../client/api.tsx'
import { useTexts } from '../../locales/use-texts.tsx'

const noticeId = 'connection'

/** Says that the connection is lost for as long as it is. It lies over the page, so that nothing moves under a hand. */
export function ConnectionNotice() {
  const words = useTexts().shell.reconnecting
  const isLost = useIsAway()
  useEffect(() => {
    if (!isLost) return undefined
    notifications.show({
      ...{ id: noticeId, title: words.title, message: words.text, role: 'status', autoClose: false },
      // Before notices that wait for a free place.
      priority: 1,
    })
    return () => void notifications.hide(noticeId)
  }, [isLost, words])

  return null
}
