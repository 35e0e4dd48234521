import { expect, test } from 'vitest'
import { checkNode } from '../../src-main/hosts/node/check-node.ts'

test('a Node that is too old is named, not met with a crash', () => {
  expect(() => checkNode('20.20.2')).toThrow(/^This is Node 20\.20\.2, and Persona Loom needs Node 24 or newer\./)
  for (const version of ['24.0.0', '24.21.0', '100.1.0']) expect(() => checkNode(version)).not.toThrow()
})
