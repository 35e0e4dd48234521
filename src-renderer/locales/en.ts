import { common } from './en/common.ts'
import { datasets } from './en/datasets.ts'
import { exporting } from './en/export.ts'
import { format } from './en/format.ts'
import { home } from './en/home.ts'
import { models } from './en/models.ts'
import { newDataset } from './en/new-dataset.ts'
import { personaImport, personas } from './en/personas.ts'
import { reasons } from './en/reasons.ts'
import { review } from './en/review.ts'
import { rowsPage } from './en/rows.ts'
import { run } from './en/run.ts'
import { settings } from './en/settings.ts'
import { shell } from './en/shell.ts'
import { templates } from './en/templates.ts'

/** English. A second language is a second file of this shape. */
export const en = {
  format,
  common,
  shell,
  home,
  datasets,
  personas,
  personaImport,
  templates,
  models,
  settings,
  newDataset,
  run,
  rowsPage,
  review,
  exporting,
  reasons,
}
