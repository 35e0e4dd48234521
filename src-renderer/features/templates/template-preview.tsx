import { ActionIcon, SegmentedControl } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { PromptStyle, Recipe } from '#contract/recipe'
import { firstError } from '../../client/first-error.ts'
import { usePersonas } from '../../client/use-personas.ts'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { PreviewMessages } from '../../ui/preview-messages.tsx'
import { quietOff } from '../../ui/quiet-off.ts'
import { SayError } from '../../ui/say-error.tsx'
import type { Unsaved } from './template-form.tsx'
import styles from './template-preview.module.css'

const promptStyles = ['zero-shot', 'few-shot', 'persona-few-shot'] as const

/** Long enough that not every letter is asked for. */
const settleMs = 400

/**
 * What the model will read, persona by persona, in the style of the model at hand unless another is chosen. Unsaved
 * changes are shown as soon as they could be saved.
 */
export function TemplatePreview({ recipe, unsaved }: { recipe: Recipe; unsaved: Unsaved }) {
  const { templates, common } = useTexts()
  const words = templates.preview
  const { total, at: personaAt, look, hasCome, error, refetch } = usePersonas({})
  const installed = useRequest('model.list', {})
  const unread = firstError({ error, refetch }, installed)
  const [at, setAt] = useState(0)
  const [chosenStyle, setChosenStyle] = useState<PromptStyle>()
  const usable = installed.data?.filter(({ problem }) => problem === null) ?? []
  const model = usable.find(({ isDefault }) => isDefault) ?? usable[0]
  const persona = personaAt(at)
  const fit = unsaved?.isFaulty ? undefined : unsaved?.recipe
  const [settled] = useDebouncedValue(fit, settleMs)
  const changed = fit && settled
  const step = (changed ?? recipe).steps[0]
  const hasExamples = step !== undefined && step.examples.length > 0 && step.draw > 0

  const isLast = at + 1 >= total
  useEffect(() => look(at, at), [at, look])

  const preview = useRequest(
    'template.preview',
    {
      key: recipe.key,
      ...(changed ? { recipe: changed } : {}),
      personaText: persona?.text ?? '',
      ...(chosenStyle ? { style: chosenStyle } : {}),
      ...(model ? { modelSha256: model.sha256 } : {}),
      position: at,
    },
    { enabled: persona !== undefined && !installed.isPending, keepPrevious: true },
  )

  return (
    <>
      <div className="row wrap">
        <h2>{words.title}</h2>
        {total > 0 && (
          <span className={`end ${styles.pager}`}>
            <ActionIcon
              size="sm"
              variant="default"
              aria-label={words.previous}
              {...quietOff(at === 0)}
              onClick={() => setAt(Math.max(0, at - 1))}
            >
              <IconChevronLeft size={14} stroke={1.5} />
            </ActionIcon>
            <span className="num">{words.persona(at + 1, total)}</span>
            <ActionIcon
              size="sm"
              variant="default"
              aria-label={words.next}
              {...quietOff(isLast)}
              onClick={() => !isLast && setAt(at + 1)}
            >
              <IconChevronRight size={14} stroke={1.5} />
            </ActionIcon>
          </span>
        )}
      </div>
      {hasExamples ? (
        <div className="stack s1">
          <SegmentedControl
            aria-label={words.style}
            value={chosenStyle ?? preview.data?.style ?? 'zero-shot'}
            onChange={setChosenStyle}
            data={promptStyles.map((value) => ({ value, label: common.style[value] }))}
          />
          <p className="faint sm">{common.styleHint[chosenStyle ?? preview.data?.style ?? 'zero-shot']}</p>
        </div>
      ) : (
        <p className="faint sm">{step?.draw === 0 && step.examples.length > 0 ? words.noneDrawn : words.noExamples}</p>
      )}
      {unsaved && <p className="dim">{changed ? words.unsaved : words.faulty}</p>}
      {unread && <SayError {...unread} />}
      {hasCome && total === 0 ? (
        <p className="dim">
          {words.noPersona} <Link to="/personas">{words.addPersona}</Link>
        </p>
      ) : (
        <Loaded of={preview} lines={10}>
          {(shown) => <PreviewMessages {...shown} personaText={persona?.text ?? ''} />}
        </Loaded>
      )}
    </>
  )
}
