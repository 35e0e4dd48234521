import type { DraftNote } from '#contract/template-drafts'
import type { Texts } from '../../locales/use-texts.tsx'
import { aboutWords } from '../../ui/words-per-token.ts'

/** What was read off some examples, as a sentence. */
export function describeNote(note: DraftNote, { templates, models, common }: Texts): string {
  const words = templates.draft.notes
  switch (note.key) {
    case 'kind':
      return note.kind === 'label' ? words.label(note.label) : words.kind[note.kind]
    case 'start':
      return words.start(note.text)
    case 'min-words':
      return words.minWords(note.count)
    case 'labels':
      return words.labels(note.labels)
    case 'phrases':
      return words.phrases(note.phrases)
    case 'names':
      return words.names(note.names)
    case 'language':
      return note.code === null ? words.languageUnclear : words.language(models.language(note.code))
    case 'fields':
      return words.fields(note.fields)
    case 'fields-optional':
      return words.fieldsOptional(note.fields)
    case 'fields-left-out':
      return words.fieldsLeftOut(note.fields)
    case 'choices':
      return words.choices(note.field, note.values)
    case 'personas':
      return note.missing === 0 ? words.personas : words.personasMissing(note.missing, note.whole)
    case 'max-tokens':
      return words.maxTokens(common.answerRoom(aboutWords(note.count), note.count))
  }
}
