import { readFileSync } from 'node:fs'
import { strFromU8, unzipSync } from 'fflate'

/** The files of a pack by name, as text. */
export function readPack(path: string): Record<string, string> {
  const files = unzipSync(readFileSync(path))
  return Object.fromEntries(Object.entries(files).map(([file, bytes]) => [file, strFromU8(bytes)]))
}

/** What a card tells training tools: the blocks of code with the line in front of each, and all words of that part. */
export function readSnippets(card: string): { words: string; blocks: { tool: string; code: string }[] } {
  const words = card.split('## Training on it\n')[1]?.split('\n## ')[0] ?? ''
  const blocks = Array.from(words.matchAll(/^(.+):\n\n```\w+\n([\s\S]*?)\n```$/gm), ([, tool = '', code = '']) => ({
    tool,
    code,
  }))
  return { words, blocks }
}
