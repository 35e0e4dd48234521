import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Page } from '../../ui/page.tsx'
import { SkeletonLines } from '../../ui/skeleton-lines.tsx'
import { AddModel } from './add-model.tsx'
import { ModelItem } from './model-item.tsx'
import styles from './models-page.module.css'
import { StrongerModels } from './stronger-models.tsx'

export function ModelsPage() {
  const { models: words } = useTexts()
  const list = useRequest('model.list', {})
  const [adding, setAdding] = useState(false)
  const isEmpty = list.data?.length === 0
  const add = (
    <Button
      variant={isEmpty ? 'filled' : 'default'}
      leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />}
      onClick={() => setAdding(true)}
    >
      {words.add}
    </Button>
  )

  return (
    <Page title={words.title} actions={!isEmpty && add}>
      <Loaded of={list} skeleton={<SkeletonLines lines={3} pitch="list" />}>
        {(models) =>
          models.length === 0 ? (
            <div className="stack s6">
              <EmptyState small title={words.emptyTitle} text={words.emptyText} action={add} />
              <StrongerModels hasNone />
            </div>
          ) : (
            <div className="stack s6">
              <ul className={`card none ${styles.list}`} aria-label={words.label}>
                {models.map((model) => (
                  <ModelItem key={model.sha256} model={model} />
                ))}
              </ul>
              <StrongerModels />
            </div>
          )
        }
      </Loaded>
      <AddModel opened={adding} onOpen={() => setAdding(true)} onClose={() => setAdding(false)} />
    </Page>
  )
}
