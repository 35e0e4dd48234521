import { expect, test } from 'vitest'
import { inferLanguage } from '../../src-main/core/infer-language.ts'

/** Texts that speak of themselves, as riddles do: few small words, and the pronoun of one language is a word of another. */
const riddles: [string, string[]][] = [
  ['en', ['I have keys but I open no door. What am I?', 'I run all day but I never leave my bed. What am I?']],
  ['de', ['Ich habe Schlüssel und öffne keine Tür. Was bin ich?', 'Ich laufe den ganzen Tag. Wer bin ich?']],
  ['fr', ['Je suis plein de trous et je garde l’eau. Qui suis-je ?', 'Je cours et je ne bouge pas. Qui suis-je ?']],
  ['es', ['Tengo llaves y no abro la puerta. ¿Qué soy?', 'Corro todo el día y no me muevo. ¿Qué soy yo?']],
  ['it', ['Ho i tasti e non apro la porta. Chi sono io?', 'Corro e non lascio mai il mio letto. Cosa sono?']],
  ['nl', ['Ik heb toetsen en open geen deur. Wat ben ik?', 'Ik loop de hele dag en blijf in bed. Wie ben ik?']],
  ['sv', ['Jag har nycklar men öppnar inte dörren. Vad är jag?', 'Jag springer i min bädd. Vad är jag?']],
  ['pl', ['Mam klucze i nie otwieram drzwi. Kim jestem?', 'Płynę cały dzień i nie wstaję. Co to jest?']],
]

test.each(riddles)('short texts that speak of themselves are known as %s', (code, texts) => {
  expect(inferLanguage(texts)).toBe(code)
})

test('too few words tell nothing', () => {
  expect(inferLanguage(['Ada Ovo', 'Rua Nil'])).toBeNull()
})
