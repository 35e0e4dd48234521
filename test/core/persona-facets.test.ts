import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lengthBounds, personaLengths } from '#contract/persona-facets'
import {
  archivedBit,
  facetTest,
  packText,
  textBits,
  unpackFacets,
  usedBit,
} from '../../src-main/core/lists/persona-facets.ts'
import { textFacets } from '../../src-main/core/personas/text-facets.ts'

const languageOf = (text: string) => unpackFacets(textFacets(text)).language
const lengthOf = (text: string) => unpackFacets(textFacets(text)).length

test('every language, length, use and archive mark comes back out of its number, and the archived ones stand on top', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz'
  const languages = [null, ...Array.from(letters).flatMap((one) => Array.from(letters, (other) => one + other))]
  const numbers = new Set<number>()
  for (const language of languages) {
    for (const length of personaLengths) {
      for (const isUsed of [false, true]) {
        const number = packText(language, length) | (isUsed ? usedBit : 0)
        const facets = { language: language ?? 'und', length, isUsed }
        expect(unpackFacets(number)).toEqual({ ...facets, isArchived: false })
        expect(unpackFacets(number | archivedBit)).toEqual({ ...facets, isArchived: true })
        expect(number & ~textBits & ~usedBit).toBe(0)
        numbers.add(number)
      }
    }
  }
  expect(numbers.size).toBe(languages.length * personaLengths.length * 2)
  expect(Math.max(...numbers)).toBeLessThan(archivedBit)
})

test('what is not known yet fits no language and no length, and is not archived', () => {
  expect(unpackFacets(0)).toEqual({ language: null, length: null, isUsed: false, isArchived: false })
  expect([{}, { used: false }].map((filter) => facetTest(filter)(0))).toEqual([true, true])
  const asked = [{ languages: ['und'] }, { lengths: ['short' as const] }, { used: true }, { archived: true }]
  expect(asked.map((filter) => facetTest(filter)(0))).toEqual([false, false, false, false])
})

test('a persona is short, middle or long by its words, in scripts without spaces too', () => {
  const words = (count: number) => Array.from({ length: count }, () => 'word').join(' ')
  expect([1, lengthBounds.short].map((count) => lengthOf(words(count)))).toEqual(['short', 'short'])
  expect([lengthBounds.short + 1, lengthBounds.middle].map((count) => lengthOf(words(count)))).toEqual([
    'middle',
    'middle',
  ])
  expect(lengthOf(words(lengthBounds.middle + 1))).toBe('long')
  expect(lengthOf('在上海教数学的老师')).toBe('short')
  expect(lengthOf('在上海教数学的老师，喜欢在周末和学生一起修理旧自行车，也喜欢种花，还常常去图书馆读历史书。')).toBe(
    'long',
  )
})

const sentences: Record<string, string[]> = {
  en: [
    'A baker in Lyon',
    'a retired grocery store owner from Colorado who hates alcohol.',
    'A fact-checker at Global Press Journal',
    'Market trader selling kola nuts and phone credit in Kano, calculating three kinds of change without paper.',
    'A São Paulo tram driver who collects bells from the Göta canal',
    'Botanist at the herbarium in Antananarivo, 56, mounting an orchid',
  ],
  de: [
    'Eine Bäckerin aus Lyon, die um drei Uhr aufsteht und ihren Sauerteig nie jemandem zeigt',
    'Ein pensionierter Lehrer, der im Chor singt',
    'Die Hebamme in einem Bergdorf mit zwei Straßen',
  ],
  fr: [
    'Une boulangère de Lyon qui se lève à trois heures et ne montre son levain à personne',
    'Un professeur à la retraite dans un village des Alpes',
  ],
  es: [
    'Una panadera de Lyon que se levanta a las tres y no enseña su masa madre a nadie',
    'Un maestro jubilado que vive en el campo con su hermana',
  ],
  it: [
    'Una fornaia di Lione che si alza alle tre e non mostra il suo lievito a nessuno',
    'Il maestro in pensione della scuola del paese',
  ],
  pt: [
    'Uma padeira de Lyon que se levanta às três e não mostra o seu fermento a ninguém',
    'O professor aposentado da escola que mora com a irmã em uma aldeia',
  ],
  nl: [
    'Een bakker uit Gent die om drie uur opstaat en zijn desem aan niemand laat zien',
    'De gepensioneerde leraar van het dorp',
  ],
  sv: [
    'En bagare från Lyon som inte visar sin surdeg för någon',
    'Den pensionerade läraren i byn som har en båt och ett hus',
  ],
  pl: [
    'Piekarka z Lyonu, która wstaje o trzeciej i nie pokazuje swojego zakwasu',
    'Emerytowany nauczyciel, który mieszka na wsi i uczy się gry na skrzypcach',
  ],
  ru: ['Пекарь из Лиона, который встаёт в три часа и никому не показывает закваску'],
  uk: ['Пекарка з Ліона, яка встає о третій і нікому не показує закваску'],
  ja: ['京都で古い時計を直している退職した先生'],
  zh: ['在上海教数学的老师'],
  ko: ['부산에서 배를 고치는 기술자'],
  und: ['Nurse', '42', '', '...', '{"a": 1}', 'xqzt brrr'],
}

test.each(Object.entries(sentences))('a sentence in %s is known as such, names in it or not', (language, texts) => {
  expect(texts.map((text) => [text, languageOf(text)])).toEqual(texts.map((text) => [text, language]))
})

test('of the starter personas, which are English, nearly all are known as English and none as anything else', () => {
  const file = join(import.meta.dirname, '../../resources/personas/starter.jsonl')
  const languages = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => languageOf((JSON.parse(line) as { persona: string }).persona))
  expect(languages.filter((language) => language !== 'en' && language !== 'und')).toEqual([])
  expect(languages.filter((language) => language === 'en').length).toBeGreaterThan(490)
})

test('a megabyte, control characters, markup and halves of characters are looked at in no time', () => {
  const started = performance.now()
  expect(lengthOf('word '.repeat(200_000))).toBe('long')
  expect(lengthOf('x'.repeat(1_000_000))).toBe('long')
  expect(lengthOf('字'.repeat(1_000_000))).toBe('long')
  expect(lengthOf(`${' '.repeat(1_999)}\ud83d\ude00 and more`)).toBe('long')
  expect(unpackFacets(textFacets('\u0000\u0007\u001b[31m'))).toMatchObject({ language: 'und', length: 'short' })
  expect(unpackFacets(textFacets('<b>A nurse</b> who \ud800 is at the door'))).toMatchObject({ language: 'en' })
  expect(performance.now() - started).toBeLessThan(500)
})
