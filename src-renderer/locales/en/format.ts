import { createFormat } from '../create-format.ts'

export const format = createFormat('en', {
  today: 'today',
  lessThanMinute: 'under 1 s',
  seconds: '# s',
  minutes: '# min',
  hours: '# h',
  hoursMinutes: (hours, minutes) => `${hours} ${minutes}`,
  days: '# days',
  range: (from, to) => `${from} to ${to}`,
  rowsPerMinute: (count, text) => `${text} ${count === 1 ? 'row' : 'rows'} a minute`,
  tokensPerSecond: '# tokens/s',
  byte: 'byte',
  bytes: ['bytes', 'kB', 'MB', 'GB', 'TB'],
})
