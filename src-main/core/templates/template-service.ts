import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { AppError } from '#contract/errors'
import type { Handlers } from '#contract/index'
import type { OutputContract, PromptStyle, Recipe, Step } from '#contract/recipe'
import { exampleText, fieldsOf } from '#contract/recipe-shape'
import type { RunRequest } from '#contract/runs'
import type { ImportedTemplate, Template } from '#contract/templates'
import type { Clock } from '../clock.ts'
import { cutTo } from '../db/cut-text.ts'
import { examplesAt } from '../draw-examples.ts'
import type { Host } from '../host.ts'
import { wordsOf } from '../text.ts'
import { composePrompt, styleFor } from './compose-prompt.ts'
import { draftFromExamples } from './draft-from-examples.ts'
import { importPythonTemplates } from './import-python-templates.ts'
import type { ExampleReaders } from './read-examples.ts'
import { checkRecipe, formatRecipe, ledgerHash, parseRecipe, recipeHash } from './recipe-file.ts'
import { keyOf, keyWith, nameWith } from './template-key.ts'
import type { TemplateRepository } from './template-repository.ts'

/** What a card has room for, in letters. */
const glimpseLength = 400
const largestFileBytes = 4 * 2 ** 20

type Deps = {
  templates: TemplateRepository
  /** Folder of the built-in templates. */
  folder: string
  resolveFile: Host['resolveFile']
  clock: Clock
  /** Style and size of a known model. */
  modelTraits: (sha256: string) => { style: PromptStyle; small: boolean }
  exampleReaders: ExampleReaders
}

export function createTemplateService({ templates, folder, resolveFile, clock, modelTraits, exampleReaders }: Deps) {
  const builtIns = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => parseRecipe(readFileSync(join(folder, name), 'utf8'), name))

  const isBuiltIn = (key: string) => builtIns.some((recipe) => recipe.key === key)
  const find = (key: string) =>
    builtIns.find((recipe) => recipe.key === key) ?? templates.all().find((recipe) => recipe.key === key)

  /** The recipe of a key; throws `not-found` with the keys there are. */
  function recipeOf(key: string): Recipe {
    const recipe = find(key)
    if (recipe) return recipe
    const keys = [...builtIns, ...templates.all()].map((known) => known.key).join(', ')
    throw new AppError('not-found', `There is no template called “${key}”. There are: ${keys}.`)
  }

  function describe(recipe: Recipe): Template {
    const step = recipe.steps[0] as Step
    const { key, name, summary, description, variables } = recipe
    return {
      ...{ key, name, summary, description, builtIn: isBuiltIn(key), hash: recipeHash(recipe) },
      ...{
        examples: step.examples.length,
        start: step.start,
        form: step.output.form,
        phrases: step.output.phrases ?? [],
        parts: partsOf(step.output),
        glimpse: glimpseOf(step),
        variables: Object.keys(variables),
      },
    }
  }

  function store(recipe: Recipe): Template {
    if (isBuiltIn(recipe.key)) {
      throw new AppError(
        'bad-template',
        `“${recipe.key}” is a built-in template and stays as it is. Give yours another key.`,
      )
    }
    templates.put(recipe, clock.now())
    return describe(recipe)
  }

  function freeKey(wanted: string): string {
    for (let number = 1; ; number++) {
      const key = number === 1 ? wanted : `${wanted}-${number}`
      if (!find(key)) return key
    }
  }

  /** The same under another key and name; of a built-in template it is remembered, so that there is a way back. */
  const copyOf = (recipe: Recipe, key: string, name: string): Recipe => ({
    ...recipe,
    ...(isBuiltIn(recipe.key) ? { origin: recipe.key } : {}),
    key,
    name,
  })

  /** Stores what a file holds, and never over another template. */
  function takeIn(recipe: Recipe): ImportedTemplate {
    for (let number = 1; ; number++) {
      const wanted =
        number === 1 ? recipe : copyOf(recipe, keyWith(recipe.key, `-${number}`), nameWith(recipe.name, ` ${number}`))
      const there = find(wanted.key)
      if (there && recipeHash(there) !== recipeHash(wanted)) continue
      return {
        ...(there ? describe(there) : store(wanted)),
        isNew: !there,
        beside: number === 1 ? null : recipeOf(recipe.key).name,
      }
    }
  }

  function readTemplates(fileId: string, only: string | undefined): Recipe[] {
    const path = resolveFile(fileId, 'read')
    const name = basename(path)
    const text = readText(path, name, 'It cannot be a template')
    return name.endsWith('.py') ? importPythonTemplates(text, { name, only, builtIns }) : [parseRecipe(text, name)]
  }

  return {
    handlers: {
      'template.list': () => [...builtIns, ...templates.all()].map(describe),

      'template.show'({ key }) {
        const recipe = recipeOf(key)
        const original = builtIns.find((builtIn) => builtIn.key === recipe.origin) ?? null
        return { template: describe(recipe), recipe, original }
      },

      'template.save'({ recipe: unchecked, replaces }) {
        const recipe = checkRecipe(unchecked, 'The template')
        const there = replaces === undefined ? undefined : find(recipe.key)
        if (there && describe(there).hash !== replaces) {
          throw new AppError(
            'changed-elsewhere',
            `“${there.name}” was changed in another window since it was opened here. Nothing was stored, and what you wrote still stands here. Save it all the same to replace the other version.`,
          )
        }
        return store(recipe)
      },

      'template.duplicate'({ key }) {
        const recipe = recipeOf(key)
        return store(copyOf(recipe, freeKey(`${key}-copy`.slice(0, 55)), nameWith(recipe.name, ', copy')))
      },

      'template.remove'({ key }) {
        if (isBuiltIn(key)) throw new AppError('bad-input', 'A built-in template cannot be removed.')
        if (!templates.remove(key)) recipeOf(key)
      },

      'template.import': ({ fileId, only }) => readTemplates(fileId, only).map(takeIn),

      'template.draft'({ from, name, shape }) {
        const options = { name, shape, keyFor: (called: string) => freeKey(keyOf(called)) }
        if ('text' in from) return draftFromExamples(from.text, options, exampleReaders)
        const path = resolveFile(from.fileId, 'read')
        const fileName = basename(path)
        const text = readText(path, fileName, 'Take 3 to 10 examples out of it')
        return draftFromExamples(text, { ...options, fileName }, exampleReaders)
      },

      'template.file': ({ key }) => ({ fileName: `${key}.yaml`, text: formatRecipe(recipeOf(key)) }),

      'template.preview'({ key, recipe: unsaved, personaText, style, modelSha256, system, variables, ...place }) {
        const recipe = unsaved === undefined ? recipeOf(key) : checkRecipe(unsaved, 'The template')
        const model = modelSha256 ? modelTraits(modelSha256) : { style: 'zero-shot' as const, small: false }
        const used = styleFor(recipe, style ?? model.style)
        const settings = { recipe, style: used, system, variables, small: model.small }
        const drawn = examplesAt(settings, { ...place, templateHash: ledgerHash(recipe) })
        const { prompt } = composePrompt(settings, personaText, drawn)
        const messages = prompt.messages.map(({ role, parts }) => ({
          role,
          content: parts.map(({ text }) => text).join(''),
        }))
        const words = wordsOf(messages.map(({ content }) => content).join(' ')).length
        return { style: used, messages, start: prompt.start, words }
      },
    } satisfies Partial<Handlers>,

    count: (): number => builtIns.length + templates.count(),

    /** A template of the library, or the one that a file holds. */
    recipeFor(template: RunRequest['template']): Recipe {
      if ('key' in template) return recipeOf(template.key)
      const recipes = readTemplates(template.fileId, template.only)
      if (recipes.length === 1) return recipes[0] as Recipe
      const names = recipes.map(({ name }) => name.replaceAll(' ', '_')).join(', ')
      throw new AppError(
        'bad-input',
        `The file holds ${recipes.length} templates: ${names}. Name one behind a #, as in FILE.py#${names.split(',')[0]}.`,
      )
    },
  }
}

function partsOf(output: OutputContract): number {
  if (output.form === 'json') return fieldsOf(output).length
  return output.form === 'choice' ? (output.choices?.length ?? 0) : 0
}

function glimpseOf(step: Step): string {
  const [example] = step.examples
  return cutTo(example ? exampleText(step, example) : step.prompt, glimpseLength)
}

function readText(path: string, name: string, ifLarge: string): string {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) throw new AppError('bad-file', `${path} does not exist.`)
  if (!stats.isFile()) throw new AppError('bad-file', `${path} is not a regular file.`)
  if (stats.size > largestFileBytes) throw new AppError('bad-file', `${name} is larger than 4 MB. ${ifLarge}.`)
  const bytes = readFileSync(path)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new AppError('bad-file', `${name} is not UTF-8 text. Save it as UTF-8 and try again.`)
  }
}
