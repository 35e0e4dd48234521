/** A word with a capital, as the source of a pattern. Words in capitals alone are no part of a name, and neither is the “’s” behind it. */
export const capitalWord = String.raw`(?!I['’])\p{Lu}['’]?[^\P{L}\p{Ll}]*\p{Ll}\p{L}*(?:[-'’]\p{Lu}\p{L}+)*`

const greeting = '(?:(?:My )?[Dd]ear(?:est)?|Hi|Hello|Hey|Greetings|Good (?:morning|afternoon|evening|day))'
const lastOfClosing =
  'yours love wishes regards best sincerely truly faithfully respectfully gratefully cordially thanks cheers'
    .split(' ')
    .map((word) => `[${word[0]?.toUpperCase()}${word[0]}]${word.slice(1)}`)
    .join('|')
const closing = String.raw`(?:\p{L}+[ \t]+){0,3}(?:${lastOfClosing})`
/** What may stand around a name in a line of its own. */
const marks = String.raw`[ \t"“”*_–—-]*`
const names = String.raw`(${capitalWord}(?:[ \t]+(?:and|&)[ \t]+${capitalWord})*)`

const isLetter = new RegExp(String.raw`^\s*${greeting}(?!\p{L})`, 'u')
const address = new RegExp(String.raw`^[ \t]*${greeting},?[ \t]+${names}[ \t]*(?:[,:!]|$)`, 'gmu')
const signature = new RegExp(
  String.raw`(?:^|[.!?])[ \t]*${closing}(?:,[ \t]*|,?[ \t]*\n\s*)${marks}${names}\.?${marks}$`,
  'gmu',
)
const lastLine = new RegExp(String.raw`\n${marks}${names}\.?${marks}$`, 'u')

/** Whom anybody writes to, and what stands below a letter in place of a name. */
const nobodys = new Set(
  `all everyone everybody friend friends neighbour neighbours neighbor neighbors colleague colleagues folks there editor
  doctor professor teacher mum mom dad mother father grandma grandpa granny diary santa world best love thanks cheers
  papa mama aunt uncle sister brother son daughter captain chef coach darling bye goodbye`.split(/\s+/),
)

/**
 * Names of one word, which only their place tells from other words with a capital: right behind an English greeting
 * (“Dear Ana,”), behind a closing (“Yours, Jozef”), and alone in the last line of what begins with a greeting.
 */
export function loneNamesIn(text: string): string[] {
  const found = [...text.matchAll(address), ...text.matchAll(signature)]
  const last = isLetter.test(text) ? lastLine.exec(text.trimEnd()) : null
  return [...found, ...(last ? [last] : [])]
    .flatMap(([, run = '']) => run.replaceAll('’', "'").split(/[ \t]+(?:and|&)[ \t]+/))
    .filter((name) => !nobodys.has(name.toLowerCase()))
}
