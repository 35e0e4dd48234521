import { AppError } from '#contract/errors'

/** What the one model is used for. */
export type ModelUse = 'run' | 'try' | 'measuring' | 'prompt' | 'template'

type Holder = {
  use: ModelUse
  model: string
  freed: Promise<void>
  giveWay: () => Promise<unknown>
  leaving?: Promise<unknown>
}

/** Ends of the sentence that tells who has to wait that a dataset is being made. */
const untilPaused: Record<ModelUse, string> = {
  run: 'Pause it or let it finish, then start this one.',
  try: 'Pause it or let it finish, then start this one.',
  measuring: 'Pause it, then measure its speed.',
  prompt: 'Pause it, then look at the prompt.',
  template: 'Pause it, then try the chat template.',
}

/** Over in seconds: others wait for their end. */
const short: readonly ModelUse[] = ['prompt', 'template']

/** Says who has the model, so that no two uses load, open and write in between one another. */
export function createModelGate() {
  let holder: Holder | undefined

  function refusal(holding: ModelUse, wanted: ModelUse): AppError {
    const measuring = 'The speed of a model is being measured. Try again in a minute.'
    const making = `A dataset is being made with the model. ${untilPaused[wanted]}`
    return new AppError('busy', holding === 'measuring' ? measuring : making)
  }

  /**
   * Takes the model and gives back what frees it. Waits for what is short; asks a try to give way to rows.
   * Throws `busy` where something longer has it. `model` is the hash of its file.
   */
  async function enter(
    use: ModelUse,
    model: string,
    giveWay: () => Promise<unknown> = async () => {},
  ): Promise<() => void> {
    while (holder) {
      const { use: holding, freed } = holder
      const yields = holding === 'try' && (use === 'run' || use === 'try')
      if (!yields && !short.includes(holding)) throw refusal(holding, use)
      if (yields) holder.leaving ??= holder.giveWay()
      await Promise.all([holder.leaving, freed])
    }
    const { promise: freed, resolve } = Promise.withResolvers<void>()
    const own: Holder = { use, model, freed, giveWay }
    holder = own
    return () => {
      if (holder === own) holder = undefined
      resolve()
    }
  }

  return {
    enter,
    /** What it is used for now. */
    held: (): ModelUse | undefined => holder?.use,
    /** What the model with that hash is used for now. */
    usedFor: (model: string): ModelUse | undefined => (holder?.model === model ? holder.use : undefined),
    async hold<T>(use: ModelUse, model: string, act: () => Promise<T>): Promise<T> {
      const leave = await enter(use, model)
      return act().finally(leave)
    },
  }
}

export type ModelGate = ReturnType<typeof createModelGate>
