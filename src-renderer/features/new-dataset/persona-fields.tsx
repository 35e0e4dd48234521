import { Button, NumberInput, SegmentedControl, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type MouseEvent, useEffect, useEffectEvent } from 'react'
import { firstError } from '../../client/first-error.ts'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { dropMissing } from '../../search-params.ts'
import { Choice } from '../../ui/choice.tsx'
import { FilterChips } from '../../ui/filter-chips.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { usePersonaChips } from '../../ui/use-persona-chips.ts'
import { type DatasetDraft, filterOf } from './dataset-draft.ts'
import styles from './new-dataset-page.module.css'

type Props = {
  draft: DatasetDraft
  /** How many fit; undefined while they are counted. */
  found: number | undefined
  onChange: (part: Partial<DatasetDraft>) => void
}

/** Which personas, how many of them, and which come first. */
export function PersonaFields({ draft, found, onChange }: Props) {
  const { newDataset, personas } = useTexts()
  const words = newDataset.personas
  // What else narrows has fields of its own here.
  const { languages, lengths, used } = filterOf(draft)
  const chips = usePersonaChips(dropMissing({ languages, lengths, used }), {}, onChange)
  return (
    <section className={styles.field} aria-labelledby="personas-title">
      <h2 id="personas-title">{words.title}</h2>
      <div className="stack s3">
        <div className={styles.parts}>
          <FromSelect draft={draft} onChange={onChange} />
          <TextInput
            label={words.query}
            type="search"
            placeholder={words.queryPlaceholder}
            maxLength={500}
            value={draft.query}
            onChange={(event) => onChange({ query: event.currentTarget.value })}
          />
        </div>
        {chips.length > 0 && (
          <div className="row wrap">
            <FilterChips chips={chips} dropLabel={personas.chips.drop} />
          </div>
        )}
        <div className="row wrap">
          <NumberInput
            className={styles.count}
            aria-label={words.count}
            min={1}
            // What was typed stays, whatever list comes next: beside it stands how many there are.
            clampBehavior="none"
            allowDecimal={false}
            allowNegative={false}
            thousandSeparator=","
            value={draft.count}
            onChange={(value) => onChange({ count: Number(value) || 1 })}
            onMouseDown={selectWhole}
          />
          <span className="dim num">
            {found === undefined
              ? words.counting
              : draft.count > found && found > 0
                ? words.fewer(found)
                : words.of(found)}
          </span>
          {found !== undefined && found > 0 && found !== draft.count && (
            <Button variant="subtle" size="xs" onClick={() => onChange({ count: found })}>
              {words.takeAll(found)}
            </Button>
          )}
        </div>
        <div className="row wrap">
          <SegmentedControl
            aria-label={words.order}
            value={draft.isMixed ? 'mixed' : 'first'}
            onChange={(value) => onChange({ isMixed: value === 'mixed' })}
            data={[
              { value: 'first', label: words.first },
              { value: 'mixed', label: words.mixed },
            ]}
          />
          {draft.isMixed && (
            <>
              <TextInput
                className={styles.seed}
                aria-label={words.seed}
                maxLength={100}
                value={draft.mixSeed}
                onChange={(event) => onChange({ mixSeed: event.currentTarget.value })}
              />
              <span className="faint sm">{words.seedHint}</span>
            </>
          )}
        </div>
        {found === 0 && (
          <p className="dim" role="status">
            {words.none} <Link to="/personas">{words.add}</Link>
          </p>
        )}
      </div>
    </section>
  )
}

function FromSelect({ draft, onChange }: Pick<Props, 'draft' | 'onChange'>) {
  const { newDataset } = useTexts()
  const words = newDataset.personas
  const { data: info } = useRequest('app.info', {})
  const known = { sources: useRequest('persona.sources', {}), selections: useRequest('selection.list', {}) }
  const unread = firstError(known.sources, known.selections)
  const sources = known.sources.data ?? []
  const selections = known.selections.data ?? []

  function choose(value: string | null): void {
    const [kind, id] = (value ?? 'all').split(':')
    onChange({
      sourceId: kind === 'source' ? Number(id) : undefined,
      selectionId: kind === 'selection' ? Number(id) : undefined,
    })
  }
  const value =
    draft.selectionId !== undefined
      ? `selection:${draft.selectionId}`
      : draft.sourceId !== undefined
        ? `source:${draft.sourceId}`
        : 'all'
  const lists = [...selections.map(({ id }) => `selection:${id}`), ...sources.map(({ id }) => `source:${id}`)]
  const isKnown = [known.sources, known.selections].every(({ data, isFetching }) => data && !isFetching)
  const isGone = isKnown && value !== 'all' && !lists.includes(value)
  const takeAll = useEffectEvent(() => choose('all'))
  useEffect(() => {
    // The last dataset's list may have been deleted since.
    if (isGone) takeAll()
  }, [isGone])
  return (
    <div className="stack">
      <Choice
        id="dataset-personas"
        label={words.from}
        allowDeselect={false}
        searchable={sources.length + selections.length >= 10}
        value={value}
        onChange={choose}
        data={[
          { value: 'all', label: words.all(info?.personaCount) },
          {
            group: words.selections,
            items: selections.map(({ id, name, count }) => ({
              value: `selection:${id}`,
              label: words.option(name, count),
            })),
          },
          {
            group: words.sources,
            items: sources.map(({ id, name, count }) => ({ value: `source:${id}`, label: words.option(name, count) })),
          },
        ].filter((entry) => entry.items === undefined || entry.items.length > 0)}
      />
      {unread && <SayError {...unread} />}
    </div>
  )
}

/** What is typed after a press replaces the number, as it does after Tab: put behind it, a 5 would make 505 of 50. */
function selectWhole(event: MouseEvent<HTMLInputElement>): void {
  const field = event.currentTarget
  if (document.activeElement === field) return
  event.preventDefault()
  field.focus()
  field.select()
}
