import { Button, Modal, NumberInput, SegmentedControl, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useState } from 'react'
import type { WhichPersonas } from '#contract/personas'
import { useCommand } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { SayError } from '../../ui/say-error.tsx'

const usualCount = 50

/** `found` is the number of those that are meant by `which`. */
type Props = { opened: boolean; onClose: () => void; which: WhichPersonas; found: number }

/** Keeps exactly the personas that are chosen or found now, or some of them, under a name. */
export function SaveSelection({ opened, onClose, which: meant, found }: Props) {
  const { personas } = useTexts()
  const words = personas.selections.saving
  const [name, setName] = useState('')
  const [isMissing, setIsMissing] = useState(false)
  const [which, setWhich] = useState<'all' | 'some'>('all')
  const [order, setOrder] = useState<'file' | 'shuffled'>('shuffled')
  const [wanted, setWanted] = useState<string | number>()
  const [seed, setSeed] = useState<string | number>(1)
  const create = useCommand('selection.create', { touches: ['selection.list'] })
  const count = which === 'all' ? found : Math.min(found, Number(wanted ?? usualCount) || 1)

  function submit(event: FormEvent): void {
    event.preventDefault()
    setIsMissing(name.trim() === '')
    if (name.trim() === '') return
    create.mutate(
      {
        ...meant,
        name,
        // 0 stands for all, also for those that come in while this is open.
        count: which === 'all' ? 0 : count,
        ...(which === 'some' && order === 'shuffled' ? { shuffleSeed: String(seed) } : {}),
      },
      {
        onSuccess: (selection) => {
          notifications.show({ message: words.saved(selection.name, selection.count) })
          setName('')
          onClose()
        },
      },
    )
  }

  return (
    <Modal opened={opened} onClose={onClose} title={words.title(found)}>
      <form className="stack s4" onSubmit={submit}>
        <TextInput
          label={words.name}
          placeholder={words.namePlaceholder}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value)
            setIsMissing(false)
          }}
          error={isMissing && words.nameMissing}
          maxLength={100}
          data-autofocus
        />
        <div className="stack s1">
          <b id="which">{words.which}</b>
          <SegmentedControl
            aria-labelledby="which"
            value={which}
            onChange={setWhich}
            data={[
              { value: 'all', label: words.all(found) },
              { value: 'some', label: words.some },
            ]}
          />
        </div>
        {which === 'some' && (
          <>
            <NumberInput
              label={words.howMany}
              value={wanted ?? Math.min(found, usualCount)}
              onChange={setWanted}
              min={1}
              max={found}
              allowDecimal={false}
              thousandSeparator=","
            />
            <div className="stack s1">
              <b id="order">{words.order}</b>
              <SegmentedControl
                aria-labelledby="order"
                value={order}
                onChange={setOrder}
                data={[
                  { value: 'shuffled', label: words.shuffled },
                  { value: 'file', label: words.inOrder },
                ]}
              />
            </div>
            {order === 'shuffled' && (
              <NumberInput
                label={words.seed}
                description={words.seedHint}
                value={seed}
                onChange={setSeed}
                min={0}
                allowDecimal={false}
              />
            )}
          </>
        )}
        {create.error && <SayError error={create.error} />}
        <Button type="submit" variant="filled" loading={create.isPending} style={{ justifySelf: 'end' }}>
          {words.do(count)}
        </Button>
      </form>
    </Modal>
  )
}
