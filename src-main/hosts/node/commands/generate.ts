import { AppError } from '#contract/errors'
import type { RunRequest } from '#contract/runs'
import {
  type Command,
  type CommandContext,
  commonHelp,
  commonOptions,
  paceHelp,
  paceOptions,
  textOf,
} from '../command.ts'
import { findModel } from '../find-model.ts'
import { followToEnd } from '../follow-run.ts'
import { importFile } from '../import-file.ts'
import { facetHelp, facetOptions, personaFilterFrom } from '../persona-options.ts'
import { readNumber } from '../read-number.ts'
import { given, readStyle, readTemplate, readVariables, recipeOptions } from '../recipe-options.ts'
import { withCore } from '../with-core.ts'

export const generate: Command = {
  summary: 'make rows: one for each persona',
  help: `Usage: loom generate --template instruction --sample-size 10 --output out.jsonl

  --template KEY      math, logic, instruction, knowledge, npc, tool, or one of yours
  --template-file F   a template of its own: FILE.yaml, or FILE.py#name
  --sample-size N     personas to take; 0 means all (default 10)
  --personas FILE     personas to take from: JSONL, CSV or text (default: the library)
  --field NAME        the file's field with the persona, or a pattern such as "{name}, {age}"
  --filter WORDS      only personas that hold these words
${facetHelp}
  --shuffle SEED      mixed by a seed instead of the first N in file order
  --model NAME|PATH   an installed model, or a .gguf file (default: the default model)
  --output FILE       JSONL, or CSV or Parquet by its ending; written once, when the run ends
  --force             write over a file that is there
  --style STYLE       zero-shot, few-shot or persona-few-shot (default: the model's own)
  --var NAME=VALUE    a variable of the template, as in --var "world=Tidebell in brief"
  --system TEXT       replaces the template's system text
  --temperature T     (usual 0.6)       --top-p P   (usual 0.95)
  --top-k K           (usual 40)        --min-p P   (usual 0)
  --repeat-penalty P  (usual 1: off)    --dry S     (usual 0: off)
  --max-tokens N      longest answer (usual 2048)
                      A template or the catalogue may recommend others: the default model has --repeat-penalty 1.1
  --seed SEED         same seed, same rows (default 0)
  --parallel N        rows at once (default: chosen for the model)
  --attempts N        tries a row may have (default 2)
  --name NAME         the dataset's name
${paceHelp}
${commonHelp}

Exit codes: 0 finished, rejects allowed; 1 internal; 2 bad input; 3 some rows failed; 4 model unusable; 130 paused.
Ctrl-C pauses and says how to go on. Progress goes to stderr. On a battery below 20 %, or in heat, a run waits and goes
on by itself when that is over; the app's settings can change that for the battery.`,
  options: {
    ...commonOptions,
    ...recipeOptions,
    ...paceOptions,
    ...facetOptions,
    'sample-size': { type: 'string' },
    personas: { type: 'string' },
    field: { type: 'string' },
    filter: { type: 'string' },
    shuffle: { type: 'string' },
    output: { type: 'string' },
    force: { type: 'boolean' },
    temperature: { type: 'string' },
    'top-p': { type: 'string' },
    'top-k': { type: 'string' },
    'min-p': { type: 'string' },
    'repeat-penalty': { type: 'string' },
    dry: { type: 'string' },
    'max-tokens': { type: 'string' },
    parallel: { type: 'string' },
    attempts: { type: 'string' },
    name: { type: 'string' },
  },

  async run(context) {
    const { note } = context
    const template = readTemplate(context)
    const request = readRequest(context)
    return withCore(context, 'write', async (core) => {
      const file = textOf(context, 'personas')
      const filter = await personaFilterFrom(core, context)
      if (file !== undefined && (filter.sourceId ?? filter.selectionId) !== undefined) {
        throw new AppError(
          'bad-input',
          'Take personas from a file, or from a source or selection of the library, not both.',
        )
      }
      const imported =
        file === undefined ? undefined : await importFile(core, { fileId: file, ...fieldOf(context) }, false, note)
      if (imported) note(`${imported.lines} lines read, ${imported.added} new personas, ${imported.skipped} skipped`)
      const model = await findModel(core, textOf(context, 'model'))
      return followToEnd(core, context, () =>
        core.ask('run.start', {
          ...request,
          template,
          modelSha256: model.sha256,
          personas: { ...filter, ...request.personas, ...given({ sourceId: imported?.sourceId ?? undefined }) },
        }),
      )
    })
  },
}

/** The request without what only the library knows. */
function readRequest(context: CommandContext): Omit<RunRequest, 'template' | 'modelSha256'> {
  const number = (option: string) => readNumber(option, textOf(context, option))
  const shuffleSeed = textOf(context, 'shuffle')
  const query = textOf(context, 'filter')
  const output = textOf(context, 'output')
  const sampling = {
    temperature: number('temperature'),
    topP: number('top-p'),
    topK: number('top-k'),
    minP: number('min-p'),
    repeatPenalty: number('repeat-penalty'),
    dryStrength: number('dry'),
    maxTokens: number('max-tokens'),
  }
  return {
    purpose: 'dataset',
    personas: { count: number('sample-size') ?? 10, ...given({ shuffleSeed, query }) },
    variables: readVariables(context),
    sampling: given(sampling),
    seed: textOf(context, 'seed') ?? '0',
    attempts: number('attempts') ?? 2,
    ...given({
      name: textOf(context, 'name'),
      style: readStyle(context),
      system: textOf(context, 'system'),
      parallel: number('parallel'),
      output: output === undefined ? undefined : { fileId: output, force: context.values['force'] === true },
    }),
  }
}

function fieldOf(context: CommandContext): { field?: string } {
  return given({ field: textOf(context, 'field') })
}
