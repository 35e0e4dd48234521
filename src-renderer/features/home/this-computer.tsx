import { firstError } from '../../client/first-error.ts'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { SkeletonLines } from '../../ui/skeleton-lines.tsx'
import { wordsPerToken } from '../../ui/words-per-token.ts'

export function ThisComputer() {
  const { home, common, format } = useTexts()
  const computer = useRequest('app.info', {})
  const installed = useRequest('model.list', {})
  const unread = firstError(computer, installed)
  const [info, models] = [computer.data, installed.data]
  const usable = models?.filter(({ problem }) => problem === null) ?? []
  const model = usable.find(({ isDefault }) => isDefault) ?? usable[0]
  const words = home.computer
  return (
    <section aria-labelledby="computer" className="stack">
      <h2 id="computer" className="sect">
        {words.title}
      </h2>
      {info && models ? (
        <dl className="facts right card tight">
          <dt>{words.model}</dt>
          <dd>{model?.name ?? words.noModel}</dd>
          {model && (
            <>
              <dt>{words.speed}</dt>
              <dd>
                {model.tokensPerSecond === null
                  ? words.notMeasured
                  : common.wordsPerSecond(model.tokensPerSecond * wordsPerToken)}
              </dd>
            </>
          )}
          <dt>{words.memory}</dt>
          <dd>{words.ofWhole(format.bytes(info.memoryFreeBytes), format.bytes(info.memoryBytes))}</dd>
          <dt>{words.disk}</dt>
          <dd>{format.bytes(info.diskFreeBytes)}</dd>
        </dl>
      ) : unread ? (
        <SayError {...unread} />
      ) : (
        <SkeletonLines lines={4} />
      )}
    </section>
  )
}
