import { availableParallelism, cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Handlers } from '#contract/index'
import type { PersonaFilter } from '#contract/personas'
import type { Handling } from '#contract/runs'
import { createAppService } from './app/app-service.ts'
import { createCollector } from './collector.ts'
import { describeDatabaseError } from './db/database-error.ts'
import { openLibrary } from './db/open-library.ts'
import { dispatch } from './dispatch.ts'
import { createEmbeddingRepository } from './embeddings/embedding-repository.ts'
import { createEmbeddingService } from './embeddings/embedding-service.ts'
import { createExportRepository } from './export/export-repository.ts'
import { createExportService } from './export/export-service.ts'
import type { Host } from './host.ts'
import { createItemText } from './lists/item-text.ts'
import { asksFacets } from './lists/persona-facets.ts'
import { createWordSearch } from './lists/word-search.ts'
import { createModelGate } from './model-gate.ts'
import { createCalibrationRepository } from './models/calibration-repository.ts'
import { createCalibrationService } from './models/calibration-service.ts'
import { createChatTemplateRepository } from './models/chat-template-repository.ts'
import { createChatTemplateService } from './models/chat-template-service.ts'
import { createModelRepository } from './models/model-repository.ts'
import { createModelService } from './models/model-service.ts'
import { checkOutputFile } from './output-file.ts'
import { choosePersonas } from './personas/choose-personas.ts'
import { createFacetBacklog } from './personas/facet-backlog.ts'
import { createImportService } from './personas/import-service.ts'
import { parseCsvText } from './personas/parse-csv.ts'
import { createPersonaRepository } from './personas/persona-repository.ts'
import { addStarters, createPersonaService, refusePartial } from './personas/persona-service.ts'
import { scanJson } from './personas/scan-json.ts'
import { createEditCheck } from './quality/check-edit.ts'
import { createTextCheck } from './quality/check-text.ts'
import { createRowRepository } from './rows/row-repository.ts'
import { createRowService } from './rows/row-service.ts'
import { createRowUndos } from './rows/row-undos.ts'
import { createBinGuard } from './runs/bin-guard.ts'
import { createBinService } from './runs/bin-service.ts'
import { createItemLedger } from './runs/item-ledger.ts'
import { createPaceLine } from './runs/pace-line.ts'
import { createPromptService } from './runs/prompt-service.ts'
import { createRunRenaming } from './runs/rename-run.ts'
import { createRowRetry } from './runs/retry-rows.ts'
import { createRunBin } from './runs/run-bin.ts'
import { createRunRecipe } from './runs/run-recipe.ts'
import { createRunRepository } from './runs/run-repository.ts'
import { createRunService } from './runs/run-service.ts'
import { createSettingsRepository } from './settings/settings-repository.ts'
import { createSettingsService } from './settings/settings-service.ts'
import { composePrompt, styleFor } from './templates/compose-prompt.ts'
import { ledgerHash } from './templates/recipe-file.ts'
import { createTemplateRepository } from './templates/template-repository.ts'
import { createTemplateService } from './templates/template-service.ts'

/** Wires the whole application. A host supplies the outside world and gets back one function to call. */
export function createCore(host: Host) {
  const { engine, publish, clock, log, resolveFile, libraryFolder, resourcesFolder } = host
  const library = openLibrary(libraryFolder, host.access, host.owner)
  const { db, databaseFile } = library
  const search = createWordSearch({ db, databaseFile, workerEntry: host.workers.search, log })
  const personas = createPersonaRepository(db, search)
  const runs = createRunRepository(db)
  const rows = createRowRepository(db, search)
  const exported = createExportRepository(db, libraryFolder)
  const handlingOf = (runId: number): Handling => ({
    overruled: runs.overruled(runId),
    edited: runs.countEdited(runId),
    exported: exported.newestOf(runId),
  })
  const rowUndos = createRowUndos()
  const bin = createRunBin(db)
  const binGuard = createBinGuard({ bin, runOfUndo: (undoId) => rowUndos.find(undoId)?.runId })
  const facetBacklog = createFacetBacklog(db)
  const isPartial = (filter: PersonaFilter) => asksFacets(filter) && facetBacklog.isPending()
  const files = { databaseFile, libraryFolder, resolveFile, publish, clock, log }

  if (host.access === 'write') {
    try {
      runs.recover()
      addStarters({ personas, clock }, join(resourcesFolder, 'personas', 'starter.jsonl'))
    } catch (error) {
      library.close()
      throw describeDatabaseError(error) ?? error
    }
  }

  const settings = createSettingsService({
    settings: createSettingsRepository(db),
    publish,
    onChange(named) {
      if (named.pace === undefined || named.pace === pace) return
      pace = named.pace
      // A speed is measured at full pace, and the measuring ends by going back to this one.
      if (gate.held() !== 'measuring') engine.setPace(pace)
      runService.paceChanged()
    },
  })
  let pace = host.pace ?? settings.current().pace
  engine.setPace(pace)
  const gate = createModelGate()
  const chatTemplates = createChatTemplateRepository(db)
  const calibrations = createCalibrationRepository(db)
  const machine = `${cpus()[0]?.model.trim() ?? 'processor'}, ${availableParallelism()} threads`
  const models = createModelService({
    models: createModelRepository(db),
    catalogueFile: host.catalogueFile,
    suggestionsFile: host.suggestionsFile,
    memoryBytes: totalmem(),
    modelsFolders: host.modelsFolders,
    resolveFile,
    uploads: host.uploads,
    clock,
    canStore: host.access === 'write',
    ownTemplateOf: (sha256) => chatTemplates.find(sha256)?.text,
    calibrationOf: (sha256, build) => calibrations.find(sha256, { machine, ...(build === undefined ? {} : { build }) }),
    measuredSpeed: (sha256) => runs.measuredSpeed(sha256),
    memoryFreeBytes: host.memoryFreeBytes,
    usedFor: gate.usedFor,
    letGo: async () => void (gate.held() ?? (await engine.unload())),
  })
  const templates = createTemplateService({
    templates: createTemplateRepository(db),
    folder: join(resourcesFolder, 'templates'),
    resolveFile,
    clock,
    modelTraits: models.traits,
    exampleReaders: { table: parseCsvText, jsonFlaw: scanJson },
  })
  const imports = createImportService({
    ...files,
    uploads: host.uploads,
    startImporter: host.startImporter,
    canStore: host.access === 'write',
  })
  const exports = createExportService({
    ...{ ...files, workerEntry: host.workers.export, files: exported },
    canStore: host.access === 'write',
  })
  const eraser = createCollector({
    ...{ databaseFile, log, backlog: bin, workerEntry: host.workers.erase },
    died: 'Deleting datasets for good ended unexpectedly. They are hidden, and it goes on at the next start.',
    onDone: () => publish('run.swept', { problem: null }),
    onFailed: ({ message }) => publish('run.swept', { problem: message }),
  })
  const collectors = [
    eraser,
    createCollector({
      ...{ databaseFile, log, backlog: createItemText(db).backlog, workerEntry: host.workers.collect },
      died: 'Collecting the words of older rows ended unexpectedly. It goes on at the next start.',
      onDone: () => publish('row.indexed', {}),
    }),
    createCollector({
      ...{ databaseFile, log, backlog: facetBacklog, workerEntry: host.workers.facets },
      died: 'Working out the language and length of older personas ended unexpectedly. It goes on at the next start.',
      onDone: () => publish('persona.indexed', {}),
    }),
  ]
  if (host.access === 'write') for (const collector of collectors) collector.start()
  const runService = createRunService({
    ...{ runs, engine, publish, clock, log, composePrompt, createTextCheck, recipeHash: ledgerHash, styleFor },
    ledger: createItemLedger(db),
    retry: createRowRetry(db),
    refuseBinned: binGuard.refuseBinned,
    paceOf: createPaceLine(db),
    rowOf: rows.byId,
    choosePersonas(choice) {
      refusePartial(isPartial(choice))
      return choosePersonas(personas, choice)
    },
    async countPersonas(choice) {
      const count = await personas.count(choice)
      return choice.count === 0 ? count : Math.min(choice.count, count)
    },
    readPersonas: (choice) => choosePersonas(personas, choice),
    recipeOf: templates.recipeFor,
    async usableModel(sha256, chatTemplate) {
      const usable = await models.usable(sha256, chatTemplate)
      return { ...usable, threads: (build) => settings.current().threads ?? usable.threads(build) }
    },
    usualParallel: () => settings.current().parallel ?? undefined,
    modelTraits: models.traits,
    checkOutput({ fileId, force }) {
      const path = resolveFile(fileId, 'write')
      checkOutputFile(path, force)
      return { path, force, sha256: null }
    },
    exportRun: exports.exportRun,
    handlingOf,
    gate,
    readPower: host.readPower,
    onBattery: () => settings.current().onBattery,
  })
  const prompts = createPromptService({
    ...{ engine, composePrompt, recipeHash: ledgerHash, styleFor },
    recipeOf: templates.recipeFor,
    usableModel: models.usable,
    gate,
  })
  const calibration = createCalibrationService({
    ...{ engine, calibrations, machine, clock, publish, gate },
    usableModel: models.usable,
    pace: () => pace,
  })
  const chatTemplateService = createChatTemplateService({
    ...{ engine, chatTemplates, clock, gate },
    trialFile: models.withTemplate,
    headerOf: models.headerOf,
    describe: models.describe,
  })
  const embeddings = createEmbeddingService({
    engine,
    embeddings: createEmbeddingRepository(db),
    embeddingModel: models.usableForVectors,
  })

  const handlers: Handlers = {
    ...createAppService({
      version: host.version,
      libraryFolder,
      modelsFolder: host.modelsFolders[0] ?? '',
      counts: () => ({
        personaCount: personas.countAll(),
        templateCount: templates.count(),
        runCount: runs.count(),
        removedRunCount: bin.count(),
        modelCount: models.count(),
      }),
      models: async () => models.handlers['model.list'](),
      database: {
        sqliteVersion: () => String(db.prepare('SELECT sqlite_version()').pluck().get()),
        isWhole: () => db.pragma('quick_check(1)', { simple: true }) === 'ok',
      },
      networkLog: host.networkLog,
    }),
    ...createPersonaService({ personas, publish, clock, isPartial }),
    ...imports.handlers,
    ...templates.handlers,
    ...models.handlers,
    ...runService.handlers,
    ...createRunRenaming({ runs, publish }),
    ...createRunRecipe({ db, find: runs.find }),
    ...createBinService({
      ...{ bin, runs, publish, clock },
      show: (runId) => runService.handlers['run.show']({ runId }),
      forget(runId) {
        runs.forget(runId)
        rowUndos.forget(runId)
      },
      sweep: eraser.start,
    }),
    ...calibration.handlers,
    ...chatTemplateService.handlers,
    ...prompts.handlers,
    ...embeddings.handlers,
    ...createRowService({ rows, undos: rowUndos, handlingOf, publish }),
    ...createEditCheck({ composePrompt, rowOf: rows.byId, recipeOf: (runId) => runs.find(runId)?.recipe }),
    ...exports.handlers,
    ...settings.handlers,
  }

  const guarded = binGuard.guard(handlers)
  return {
    request: (name: string, input: unknown) => dispatch(guarded, name, input, log),
    /** Pauses what runs, ends the model's process and frees the library. */
    async close(): Promise<void> {
      await runService.close()
      await imports.close()
      await exports.close()
      for (const collector of collectors) await collector.close()
      await search.close()
      embeddings.close()
      await engine.close()
      library.close()
    },
  }
}

export type Core = ReturnType<typeof createCore>
