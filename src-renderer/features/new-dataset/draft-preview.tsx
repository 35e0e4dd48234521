import { ActionIcon } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { PreviewMessages } from '../../ui/preview-messages.tsx'
import { choiceOf, type DatasetDraft, writtenIn } from './dataset-draft.ts'

/** So many of the chosen personas can be leafed through. */
const mostShown = 50

type Props = { draft: DatasetDraft; templateKey: string; modelSha256: string | undefined }

/** What the model will read for the first of the chosen personas, with the settings as they stand. */
export function DraftPreview({ draft, templateKey, modelSha256 }: Props) {
  const { newDataset, templates } = useTexts()
  const words = templates.preview
  const [at, setAt] = useState(0)
  const sample = useRequest('persona.sample', { ...choiceOf(draft), limit: mostShown }, { keepPrevious: true })
  const persona = sample.data?.[at]
  const preview = useRequest(
    'template.preview',
    {
      key: templateKey,
      personaText: persona?.text ?? '',
      ...(draft.style ? { style: draft.style } : {}),
      ...(modelSha256 ? { modelSha256 } : {}),
      ...(draft.system.trim() ? { system: draft.system } : {}),
      variables: writtenIn(draft),
      seed: draft.seed || '0',
      position: at,
    },
    { enabled: persona !== undefined, keepPrevious: true },
  )
  return (
    <Loaded of={sample} lines={8}>
      {(personas) =>
        personas.length === 0 ? (
          <p className="dim">{newDataset.template.previewNone}</p>
        ) : (
          <div className="stack s3">
            <div className="row">
              <ActionIcon
                size="sm"
                variant="default"
                aria-label={words.previous}
                disabled={at === 0}
                onClick={() => setAt(at - 1)}
              >
                <IconChevronLeft size={14} stroke={1.5} />
              </ActionIcon>
              <span className="num">{words.persona(at + 1, personas.length)}</span>
              <ActionIcon
                size="sm"
                variant="default"
                aria-label={words.next}
                disabled={at + 1 >= personas.length}
                onClick={() => setAt(at + 1)}
              >
                <IconChevronRight size={14} stroke={1.5} />
              </ActionIcon>
            </div>
            <Loaded of={preview} lines={10}>
              {(shown) => <PreviewMessages {...shown} personaText={persona?.text ?? ''} />}
            </Loaded>
          </div>
        )
      }
    </Loaded>
  )
}
