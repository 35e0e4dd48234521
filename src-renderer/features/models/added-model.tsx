import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { Model } from '#contract/models'
import { useTexts } from '../../locales/use-texts.tsx'
import { Say } from '../../ui/say.tsx'

type Props = { model: Model; onAnother: () => void; onClose: () => void }

/** What the check of a file's header found, told once it is added. */
export function AddedModel({ model, onAnother, onClose }: Props) {
  const { models, common, format } = useTexts()
  const { dialog, memory, noLicence } = models
  const words = dialog.facts
  const facts: [string, string][] = [
    [words.architecture, model.architecture],
    [words.parameters, words.billion(format.short(model.parameterCount / 1e9))],
    [words.quantization, words.packed(model.quantization, format.bytes(model.sizeBytes))],
    [words.context, words.tokens(model.contextLength)],
    [words.licence, model.licence || noLicence],
    [words.template, model.hasChatTemplate ? words.hasTemplate : words.noTemplate],
    [words.memory, memory(format.bytes(model.memory.bytes), model.memory.slots)],
  ]
  return (
    <div className="stack s4">
      {model.problem === null ? (
        <Say tone="indigo" icon={IconCheck} title={dialog.added(model.name)} />
      ) : (
        <Say tone="ochre" title={dialog.addedUnusable(model.name)} kept={model.problem} />
      )}
      <section className="stack" aria-labelledby="added-facts">
        <h3 id="added-facts">{words.label}</h3>
        <dl className="facts">
          {facts.map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>])}
        </dl>
      </section>
      <div className="row">
        <Button className="end" onClick={onAnother}>
          {dialog.another}
        </Button>
        <Button variant="filled" onClick={onClose} data-autofocus>
          {common.close}
        </Button>
      </div>
    </div>
  )
}
