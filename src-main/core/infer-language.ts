/** Small words that each language uses all the time and the others hardly ever. */
const smallWords: Record<string, string> = {
  en: 'the and of to is that it was for with you are this have from they not my we she his would there been which',
  de: 'der die das und ist nicht ich ein eine mit den zu auf für dem im von es sie wir auch wie oder aber einen wird',
  fr: 'le la les des et est une un dans pour que qui pas sur avec je vous nous il elle au aux cette mais plus être du',
  es: 'el la los las de y que en es un una por con para no se lo su al como pero más este está son muy mi del',
  it: 'il lo la gli che di è un una per con non sono della nel si come ma più anche questo alla mi ho dei delle',
  pt: 'o a os as de e que em um uma para com não se por do da no na mais como mas ao são foi seu pela você eu',
  nl: 'de het een en van is dat in op te niet ik je met voor zijn aan er ook maar als bij wordt naar deze heeft',
  sv: 'och att det en som är på för med av inte jag den till ett har om vi men kan från ska var hur när mitt',
  da: 'og at det en som er på for med af ikke jeg den til et har om vi men kan fra skal var hvordan når mit',
  pl: 'i w na z się nie jest że to do jak dla po od przez ale już tylko mam jego czy być który oraz ich',
  tr: 've bir bu için ile da de çok ne gibi daha ama var olarak kadar sonra her ben o mi değil olan nasıl',
}

/** What somebody says who speaks of themselves, as texts do; sentences about a person hardly ever. */
const spokenWords: Record<string, string> = {
  en: 'i am me my your what who where do can but no if will how when in on a at all by',
  de: 'mich mir mein meine du dich dir dein bin bist was wer wo kann kein doch wenn in am an',
  fr: 'me moi mon ma tu te ton suis es ai quoi où comment si ne de du en à ce',
  es: 'yo me soy eres tu qué quién dónde cómo si sin cuando de en a',
  it: 'io mi mio tu ti tuo sono sei cosa chi dove se quando di in a',
  pt: 'eu me meu minha tu sou és quem onde quando se em à',
  nl: 'mij mijn jij jou ben bent wat wie waar kan geen als in om',
  sv: 'mig min du dig din vad vem inte kan när i en ett',
  da: 'mig min du dig din hvad hvem kan når i en et',
  pl: 'mnie mój ty ciebie jestem co kto gdzie nie a o',
  tr: 'ben benim beni bana sen seni kim nerede değilim her',
}

/** What a sentence about a person is full of besides. Several languages share some of them, which then weigh less. */
const commonWords: Record<string, string> = {
  en: '^a a an who in at on by as or but her their its all whose while when into after before every about can how one only still by works',
  de: 'in an einer eines einem am zum zur bei seit nach aus um als seine ihre ihrer seiner jeden jede sich dass hat kann vor über sein noch alt der',
  fr: 'de du en à l d se ses son sa leur leurs par ne où chaque comme depuis aussi après dont ans a',
  es: 'de en a e o sus sobre cada cuando desde donde entre sin también le ha ser años vive trabaja',
  it: 'di in a e i le al dal dalla nei sul suo sua suoi ogni quando da chi ha dove fa anni alle',
  pt: '^a em à e ou sua seus suas cada quando desde onde entre sobre sem também há anos ao aos nas nos',
  nl: 'in de en een met uit over haar elke na tot om door hun wie al alle jaar',
  sv: 'i en ett på så efter hos sin sina varje år där när eller över',
  da: 'i en et på så efter hos sin sine hver år der de ved når eller over',
  pl: 'a o u we ze przy która który które swoje swoich każdy po bez lat',
  tr: 'her bir eden olan ile yaşında kendi gün yıl',
}

const weights = weighWords()
const codes = Object.keys(smallWords)

/** How many times as much the words of one sentence must say for a language as for the next one. */
const leastSentenceLead = 1.3
const foreignLetter = /[^\p{Script=Latin}\P{L}]/u

const listed = Object.entries(smallWords).map(
  ([code, words]) => [code, new Set(`${words} ${spokenWords[code]}`.split(' '))] as const,
)

/** Least small words before anything is said, and how many times as many as of the next language. */
const leastHits = 4
const leastLead = 1.5
const leastShare = 0.12
const leastWords = 20

/** The language of some texts as a BCP 47 code, where it is evident from its letters or its small words. */
export function inferLanguage(texts: readonly string[]): string | null {
  const text = texts.join('\n').toLowerCase()
  const byScript = scriptLanguage(text)
  if (byScript !== undefined) return byScript
  const words = text.match(/\p{L}+/gu) ?? []
  const [first, second] = listed
    .map(([code, known]) => ({ code, hits: words.filter((word) => known.has(word)).length }))
    .sort((one, other) => other.hits - one.hits)
  const enough = Math.max(leastHits, words.length * leastShare, (second?.hits ?? 0) * leastLead)
  if (first && first.hits >= enough) return first.code
  // Names and labels thin small words out; those that are about people and things may still tell.
  return words.length >= leastWords ? languageOfSentence(text, words) : null
}

/** A language that has its letters for itself; null for letters that several share; undefined for Latin ones. */
function scriptLanguage(text: string): string | null | undefined {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const share = (script: RegExp) => (letters === 0 ? 0 : (text.match(script)?.length ?? 0) / letters)
  if (share(/\p{Script=Latin}/gu) > 0.5 || letters === 0) return undefined
  if (share(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu) > 0.1) return 'ja'
  if (share(/\p{Script=Hangul}/gu) > 0.5) return 'ko'
  if (share(/\p{Script=Han}/gu) > 0.5) return 'zh'
  if (share(/\p{Script=Greek}/gu) > 0.5) return 'el'
  if (share(/\p{Script=Hebrew}/gu) > 0.5) return 'he'
  if (share(/\p{Script=Thai}/gu) > 0.5) return 'th'
  if (share(/\p{Script=Cyrillic}/gu) > 0.5) return cyrillicLanguage(text)
  return null
}

function cyrillicLanguage(text: string): string | null {
  const isUkrainian = /[іїєґ]/.test(text)
  const isRussian = /[ыэё]/.test(text)
  if (isUkrainian === isRussian) return null
  return isUkrainian ? 'uk' : 'ru'
}

/**
 * The language of one sentence as a BCP 47 code, null where it is not evident. `words` are those of the text, in lower
 * case. A name in another tongue does not count for much, as its words are hardly ever small ones.
 */
export function languageOfSentence(text: string, words: readonly string[]): string | null {
  const byScript = foreignLetter.test(text) ? scriptLanguage(text.toLowerCase()) : undefined
  if (byScript !== undefined) return byScript
  const sums = new Float64Array(codes.length)
  const weigh = (word: string) => {
    const known = weights.get(word)
    if (known) for (const at of known.languages) sums[at] = (sums[at] ?? 0) + known.weight
  }
  for (const word of words) weigh(word)
  if (words[0] !== undefined) weigh(`^${words[0]}`)
  const best = sums.indexOf(Math.max(...sums))
  const most = sums[best] ?? 0
  const next = Math.max(...sums.map((sum, at) => (at === best ? 0 : sum)))
  return most > 0 && most >= next * leastSentenceLead ? (codes[best] ?? null) : null
}

/** A word weighs as much less as more languages have it. `^` marks the first one of a sentence. */
function weighWords(): Map<string, { languages: number[]; weight: number }> {
  const known = new Map<string, { languages: number[]; weight: number }>()
  Object.keys(smallWords).forEach((code, at) => {
    for (const word of new Set(`${smallWords[code]} ${commonWords[code]}`.split(' '))) {
      const languages = [...(known.get(word)?.languages ?? []), at]
      known.set(word, { languages, weight: 1 / languages.length })
    }
  })
  return known
}
