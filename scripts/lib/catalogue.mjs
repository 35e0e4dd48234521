import { readFileSync } from 'node:fs'
import { ForeseenError } from './foreseen.mjs'

/** @typedef {{ kind: 'https', url: string }} HttpsSource */
/** A Python package that carries the file. @typedef {{ kind: 'pypi', package: string, version: string, member: string }} PypiSource */
/** @typedef {HttpsSource | PypiSource} Source */
/** @typedef {{ id: string, name: string, file: string, sizeBytes: number, sha256: string, sources: Source[] }} CatalogueModel */
/** @typedef {{ format: string, default: string, models: CatalogueModel[] }} Catalogue */

const FORMAT = 'persona-loom/catalogue@1'

/**
 * Reads a catalogue and checks what a download relies on: a file name that stays in its folder, a size, a hash, and
 * sources that cannot be mistaken for options of a command.
 * @param {string} file
 * @returns {Catalogue}
 */
export function readCatalogue(file) {
  const catalogue = parse(file)
  if (catalogue?.format !== FORMAT || !Array.isArray(catalogue.models)) {
    throw new ForeseenError(`${file} is not a model catalogue of the format ${FORMAT}.`, 2)
  }
  for (const model of catalogue.models) {
    const wrong = firstWrongField(model)
    if (wrong) throw new ForeseenError(`${file}: the field "${wrong}" of the model "${model?.id}" is not usable.`, 2)
  }
  return catalogue
}

/**
 * @param {Catalogue} catalogue
 * @param {string} [id] the default model's when not given
 * @returns {CatalogueModel}
 */
export function modelOf(catalogue, id = catalogue.default) {
  const model = catalogue.models.find((candidate) => candidate.id === id)
  if (model) return model
  const known = catalogue.models.map((candidate) => candidate.id).join(', ')
  throw new ForeseenError(`The catalogue has no model "${id}"; it has: ${known}.`, 2)
}

/** @param {string} file */
function parse(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read'
    throw new ForeseenError(`The model catalogue ${file} ${why}.`, 2)
  }
}

/** @param {CatalogueModel} model */
function firstWrongField(model) {
  if (!/^[\w.-]+$/.test(model?.id)) return 'id'
  if (typeof model.name !== 'string') return 'name'
  if (!/^\w[\w.-]*\.gguf$/.test(model.file)) return 'file'
  if (!Number.isSafeInteger(model.sizeBytes) || model.sizeBytes <= 0) return 'sizeBytes'
  if (!/^[0-9a-f]{64}$/.test(model.sha256)) return 'sha256'
  return Array.isArray(model.sources) && model.sources.every(isUsable) ? undefined : 'sources'
}

/** @param {Source} source */
function isUsable(source) {
  if (source?.kind === 'https') return URL.canParse(source.url) && new URL(source.url).protocol === 'https:'
  if (source?.kind !== 'pypi') return false
  return [source.package, source.version].every((part) => /^\w[\w.-]*$/.test(part)) && typeof source.member === 'string'
}
