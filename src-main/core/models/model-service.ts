import { readFileSync, type Stats, statSync } from 'node:fs'
import { basename } from 'node:path'
import { AppError } from '#contract/errors'
import type { Handlers } from '#contract/index'
import { type Calibration, Catalogue, type CatalogueModel, type Model } from '#contract/models'
import type { Clock } from '../clock.ts'
import type { ModelFile } from '../engine.ts'
import { hashFile } from '../hash-file.ts'
import type { Host } from '../host.ts'
import type { ModelUse } from '../model-gate.ts'
import { createModelFinder } from './find-models.ts'
import { type GgufHeader, readGgufHeader } from './gguf-header.ts'
import { isEmbeddingModel } from './is-embedding-model.ts'
import { createModelFolders } from './model-folders.ts'
import type { ModelRepository, StoredModel } from './model-repository.ts'
import { neededBytes, planRoom, type Room, type RoomNeed, slotsThatFit, usualSlots } from './plan-room.ts'
import { removeModel } from './remove-model.ts'
import { suggestModels } from './suggest-models.ts'

/** Models below this many parameters copy and loop more, and get short backgrounds. */
const smallParameters = 1e9
/** Tokens of a row, prompt and answer, for which the memory that a model takes is told. */
const toldContext = 2048

type UsableModel = {
  model: Model
  file: ModelFile
  /** Rows at once as asked for, else as measured with this build, else as usual. */
  roomFor: (need: RoomNeed & { build: string; heldBytes: number }) => Room
  /** Rows at once of a context that fit into the memory that is free or held by the engine, at most as many as wanted. */
  slotsFor: (contextSize: number, wanted: number, heldBytes: number) => number
  /** As measured with that build; undefined leaves it to the engine. */
  threads: (build: string) => number | undefined
  /** Says that the file was written over since; undefined while it is as it was. One that was put in its place is not it. */
  changed: () => AppError | undefined
}

type Deps = {
  models: ModelRepository
  catalogueFile: string
  suggestionsFile: string
  modelsFolders: string[]
  resolveFile: Host['resolveFile']
  uploads: Host['uploads']
  clock: Clock
  /** False beside a writer: then only what is known already is listed. */
  canStore: boolean
  /** The chat template that the user gave to a model. */
  ownTemplateOf: (sha256: string) => string | undefined
  /** What was measured on this machine, with that build of the engine where one is named. */
  calibrationOf: (sha256: string, build?: string) => Calibration | undefined
  /** Tokens a second in the newest run with a model; null before the first. */
  measuredSpeed: (sha256: string) => number | null
  memoryFreeBytes: () => number
  /** All memory of this machine. */
  memoryBytes: number
  /** What a model is used for now. */
  usedFor: (sha256: string) => ModelUse | undefined
  /** Has the engine let go of the model's file, unless it is used for something. */
  letGo: () => Promise<void>
}

export function createModelService({
  models,
  catalogueFile,
  suggestionsFile,
  modelsFolders,
  resolveFile,
  uploads,
  clock,
  canStore,
  ownTemplateOf,
  calibrationOf,
  measuredSpeed,
  memoryFreeBytes,
  memoryBytes,
  ...removalDeps
}: Deps) {
  const catalogue = Catalogue.parse(JSON.parse(readFileSync(catalogueFile, 'utf8')))
  const inCatalogue = (sha256: string): CatalogueModel | undefined =>
    catalogue.models.find((model) => model.sha256 === sha256)

  const folders = createModelFolders(modelsFolders)
  const finder = createModelFinder({ models, folders, clock })
  const { actualPath } = folders

  function placeOf(stored: StoredModel): Model['place'] {
    const isFetched = inCatalogue(stored.sha256)?.file === stored.path
    return folders.placeOf(stored, stored.isCopy || isFetched)
  }

  function describe(stored: StoredModel): Model {
    const { sha256, path, sizeBytes, header } = stored
    const known = inCatalogue(sha256)
    return {
      sha256,
      name: known?.name ?? header.name ?? basename(path, '.gguf'),
      fileName: basename(path),
      path: actualPath(stored) ?? path,
      place: placeOf(stored),
      sizeBytes,
      architecture: header.architecture,
      quantization: header.quantization,
      parameterCount: header.parameterCount,
      contextLength: header.contextLength,
      licence: known?.licence ?? header.license ?? '',
      languages: known?.languages ?? [],
      ...traits(stored),
      isDefault: known !== undefined && known.id === catalogue.default,
      hasChatTemplate: header.chatTemplate !== undefined,
      hasOwnTemplate: ownTemplateOf(sha256) !== undefined,
      problem: problemOf(stored),
      memory: memoryOf(stored),
      calibration: calibrationOf(sha256) ?? null,
      tokensPerSecond: measuredSpeed(sha256),
    }
  }

  function memoryOf({ sha256, header }: StoredModel): Model['memory'] {
    const slots = calibrationOf(sha256)?.slots ?? usualSlots(header)
    const contextSize = Math.min(toldContext, header.contextLength)
    return { bytes: neededBytes(header, contextSize, slots), slots, contextSize }
  }

  /** `chatTemplate` is the user's own that will be used. */
  function problemOf(stored: StoredModel, chatTemplate: string | null = ownTemplateOf(stored.sha256) ?? null) {
    if (!actualPath(stored))
      return `The file ${basename(stored.path)} is not where it was. Put it back, or add the model again.`
    if (isEmbeddingModel(stored.header))
      return 'This is an embedding model: it turns texts into vectors and writes none. Choose an instruct model.'
    if (chatTemplate !== null || stored.header.chatTemplate !== undefined) return null
    return 'This is a base model: its file has no chat template, so it cannot follow a task. Choose an instruct model, or give this one a chat template on the page Models.'
  }

  function traits({ sha256, header }: StoredModel): Pick<Model, 'style' | 'small' | 'sampling'> {
    const known = inCatalogue(sha256)
    if (known) return { style: known.style, small: known.small, sampling: known.sampling ?? {} }
    const small = header.parameterCount < smallParameters
    const measured = calibrationOf(sha256)?.fitness.style
    return { style: measured ?? (small ? 'persona-few-shot' : 'zero-shot'), small, sampling: {} }
  }

  function stored(sha256: string): StoredModel {
    const model = models.all().find((each) => each.sha256 === sha256)
    if (model) return model
    throw new AppError('model-missing', 'This model is not known here. Add its file, then try again.')
  }

  /** A known model's file, with its header read again. */
  async function unchanged(
    sha256: string,
  ): Promise<{ known: StoredModel; path: string; header: GgufHeader; standing: Stats }> {
    const known = stored(sha256)
    const path = actualPath(known)
    if (!path) throw new AppError('model-missing', problemOf(known) as string)
    const header = readGgufHeader(path)
    const standing = statSync(path)
    const { size, mtimeMs } = standing
    const isSame = size === known.sizeBytes && Math.round(mtimeMs) === known.changedMs
    if (!isSame && (await hashFile(path)) !== sha256) {
      throw new AppError(
        'model-unusable',
        `${basename(path)} changed since it was added (its checksum differs). Nothing was made. Add it again to use it as it is now.`,
      )
    }
    return { known, path, header, standing }
  }

  async function checked(sha256: string, chatTemplate?: string | null) {
    const { known, path, header, standing } = await unchanged(sha256)
    const own = chatTemplate === undefined ? ownTemplateOf(sha256) : (chatTemplate ?? undefined)
    const problem = problemOf(known, own ?? null)
    if (problem) throw new AppError('model-unusable', `${basename(path)} cannot be used. ${problem}`)
    const file: ModelFile = { path, sha256, name: describe(known).name }
    return { known, header, standing, file: own === undefined ? file : { ...file, chatTemplate: own } }
  }

  return {
    handlers: {
      async 'model.list'() {
        if (canStore) await finder.scan()
        return models.all().map(describe)
      },

      'model.suggestions': () => suggestModels(suggestionsFile, memoryBytes),

      async 'model.add'({ fileId }) {
        const isCopy = uploads?.has(fileId) ?? false
        try {
          return describe(await finder.add(resolveFile(fileId, 'read'), isCopy))
        } catch (error) {
          if (!isCopy || !(error instanceof AppError)) throw error
          await uploads?.discard(fileId)
          throw new AppError(
            error.code,
            `${error.message} Nothing was added: the uploaded copy was deleted, and the file that it was made from is as it was.`,
            { cause: error },
          )
        }
      },

      async 'model.remove'({ sha256, deleteFile }) {
        const model = stored(sha256)
        const removal = { model, name: describe(model).name, place: placeOf(model), deleteFile }
        await removeModel({ models, folders, finder, clock, ...removalDeps }, removal)
      },
    } satisfies Partial<Handlers>,

    count: (): number => models.all().length,

    /** Style and size of a known model. */
    traits: (sha256: string) => traits(stored(sha256)),

    /** What the file itself says of a known model. */
    headerOf: (sha256: string): GgufHeader => stored(sha256).header,

    describe: (sha256: string): Model => describe(stored(sha256)),

    /** A file that is unchanged, with a chat template that was not accepted yet. */
    async withTemplate(sha256: string, chatTemplate: string): Promise<ModelFile> {
      return (await checked(sha256, chatTemplate)).file
    },

    /**
     * A model as a run may use it: present, unchanged since it was added, with a header that is sound. Its chat template
     * is the user's own where there is one, else that of the file; a text takes its place, and null takes the file's.
     */
    async usable(sha256: string, chatTemplate?: string | null): Promise<UsableModel> {
      const { known, header, standing, file } = await checked(sha256, chatTemplate)
      return {
        ...{ model: describe(known), file },
        roomFor({ build, heldBytes, ...need }) {
          const slots = need.slots ?? calibrationOf(sha256, build)?.slots
          return planRoom(header, { ...need, slots }, memoryFreeBytes() + heldBytes)
        },
        slotsFor: (contextSize, wanted, heldBytes) =>
          slotsThatFit(header, contextSize, wanted, memoryFreeBytes() + heldBytes),
        threads: (build) => calibrationOf(sha256, build)?.threads,
        changed: () => (wasWrittenOver(file.path, standing) ? writtenOver(file.path) : undefined),
      }
    },

    /** A model that turns texts into vectors, held against the same. */
    async usableForVectors(sha256: string): Promise<{ model: Model; path: string }> {
      const { known, path, header } = await unchanged(sha256)
      if (isEmbeddingModel(header)) return { model: describe(known), path }
      throw new AppError(
        'model-unusable',
        `${basename(path)} is not an embedding model: it writes texts and cannot turn them into vectors. Choose one that is, such as all-MiniLM-L6-v2 as a .gguf file.`,
      )
    },
  }
}

function wasWrittenOver(path: string, { ino, size, mtimeMs }: Stats): boolean {
  const now = statSync(path, { throwIfNoEntry: false })
  return now !== undefined && now.ino === ino && (now.size !== size || now.mtimeMs !== mtimeMs)
}

function writtenOver(path: string): AppError {
  return new AppError(
    'model-unusable',
    `${basename(path)} was written over while rows were made with it. Rows that had ended are kept, and those in between go back in line. Put the file back as it was, or add it again and make a new dataset with it.`,
  )
}

export type ModelService = ReturnType<typeof createModelService>
