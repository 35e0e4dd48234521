import { Button, CheckIcon, type ComboboxProps, Modal, Select } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Template } from '#contract/templates'
import { useTexts } from '../../locales/use-texts.tsx'
import type { DatasetDraft } from './dataset-draft.ts'
import { DraftPreview } from './draft-preview.tsx'
import styles from './new-dataset-page.module.css'

/** As high as the room beside the field; until that is known, so that it fits below or above it. */
const asHighAsRoom = 'calc(var(--list-room, 50vh - 3rem) - 0.75rem)'
const comboboxProps: ComboboxProps = {
  middlewares: {
    size: {
      padding: 10,
      apply: ({ availableHeight, elements }) =>
        elements.floating.style.setProperty('--list-room', `${availableHeight}px`),
    },
  },
}

type Props = {
  draft: DatasetDraft
  /** The draft a moment later, when the typing rests. */
  settled: DatasetDraft
  templates: readonly Template[] | undefined
  modelSha256: string | undefined
  onChange: (part: Partial<DatasetDraft>) => void
}

export function TemplateField({ draft, settled, templates, modelSha256, onChange }: Props) {
  const { newDataset, templates: kinds } = useTexts()
  const words = newDataset.template
  const [isShown, setIsShown] = useState(false)
  const template = templates?.find(({ key }) => key === draft.templateKey)
  const groups = [
    { group: kinds.own, items: optionsOf(templates?.filter(({ builtIn }) => !builtIn)) },
    { group: kinds.builtIn, items: optionsOf(templates?.filter(({ builtIn }) => builtIn)) },
  ].filter(({ items }) => items.length > 0)
  return (
    <div className={styles.field}>
      <label htmlFor="dataset-template">{words.title}</label>
      <div className="stack">
        <Select
          id="dataset-template"
          placeholder={words.choose}
          searchable
          selectFirstOptionOnChange
          nothingFoundMessage={words.noneFound}
          // What is typed first takes the place of the name that stands there.
          onClick={(event) => event.currentTarget.select()}
          allowDeselect={false}
          value={template?.key ?? null}
          onChange={(templateKey) => onChange({ templateKey: templateKey ?? undefined, variables: {} })}
          data={groups}
          maxDropdownHeight={asHighAsRoom}
          scrollAreaProps={{ type: 'auto' }}
          comboboxProps={comboboxProps}
          renderOption={({ option, checked }) => (
            <>
              <span className="stack s0 grow">
                <b>{option.label}</b>
                <span className="faint sm">{templates?.find(({ key }) => key === option.value)?.summary}</span>
              </span>
              {checked && <CheckIcon className={styles.tick} />}
            </>
          )}
        />
        <div className="row top">
          <p className={`dim sm grow ${styles.summary}`} title={template?.summary}>
            {templates?.length === 0 ? <Link to="/templates">{words.make}</Link> : template?.summary}
          </p>
          <Button
            size="xs"
            className={styles.preview}
            leftSection={<IconEye size={14} stroke={1.5} aria-hidden />}
            disabled={!template}
            onClick={() => setIsShown(true)}
          >
            {words.preview}
          </Button>
        </div>
        <Modal
          opened={isShown && template !== undefined}
          onClose={() => setIsShown(false)}
          size="46rem"
          title={words.previewTitle(template?.name ?? '')}
        >
          {template && <DraftPreview draft={settled} templateKey={template.key} modelSha256={modelSha256} />}
        </Modal>
      </div>
    </div>
  )
}

function optionsOf(templates: readonly Template[] | undefined) {
  return (templates ?? []).map(({ key, name }) => ({ value: key, label: name }))
}
