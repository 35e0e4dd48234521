import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPower } from '../../src-main/hosts/node/read-power.ts'
import { tempFolder } from '../support/test-core.ts'

const nothing = { isOnBattery: false, chargeShare: null, isHot: false }

type Files = Record<string, string | Buffer | 'folder'>

/** Reads a folder that says what Linux would: a name below /sys/class and its text. */
function reading(files: Files, platform: NodeJS.Platform = 'linux') {
  const root = tempFolder()
  for (const [name, text] of Object.entries(files)) {
    const path = join(root, name)
    mkdirSync(join(path, '..'), { recursive: true })
    // A folder in the place of a file cannot be read, not even by root.
    if (text === 'folder') mkdirSync(path)
    else writeFileSync(path, text)
  }
  return readPower(root, platform)
}

const mains = (online: string): Files => ({
  'power_supply/AC/type': 'Mains\n',
  'power_supply/AC/online': `${online}\n`,
})
const battery = (status: string, capacity: string, name = 'BAT0'): Files => ({
  [`power_supply/${name}/type`]: 'Battery\n',
  [`power_supply/${name}/status`]: `${status}\n`,
  [`power_supply/${name}/capacity`]: `${capacity}\n`,
})
const zone = (temperature: string, trips: Record<string, string>): Files => ({
  'thermal/thermal_zone0/temp': `${temperature}\n`,
  ...Object.fromEntries(
    Object.entries(trips).flatMap(([type, limit], at) => [
      [`thermal/thermal_zone0/trip_point_${at}_type`, `${type}\n`],
      [`thermal/thermal_zone0/trip_point_${at}_temp`, `${limit}\n`],
    ]),
  ),
})

test('a laptop that discharges is on its battery, with the charge as a share', () => {
  expect(reading({ ...mains('0'), ...battery('Discharging', '18') })).toEqual({
    ...nothing,
    isOnBattery: true,
    chargeShare: 0.18,
  })
})

test.each([
  ['with mains', { ...mains('1'), ...battery('Charging', '18') }],
  ['with mains that do not suffice', { ...mains('1'), ...battery('Discharging', '18') }],
  ['full', { ...mains('1'), ...battery('Full', '100') }],
  ['whose charge is held', { ...mains('0'), ...battery('Not charging', '18') }],
])('a laptop %s is not on its battery', (_which, files) => {
  expect(reading(files).isOnBattery).toBe(false)
})

test('two batteries count as one, and the battery of a mouse does not count', () => {
  const two = { ...battery('Discharging', '10'), ...battery('Unknown', '50', 'BAT1') }
  expect(reading(two)).toMatchObject({ isOnBattery: true, chargeShare: 0.3 })
  const mouse = { ...battery('Discharging', '5', 'hidpp_battery_0'), 'power_supply/hidpp_battery_0/scope': 'Device\n' }
  expect(reading({ ...mains('1'), ...mouse })).toEqual(nothing)
})

test.each([
  ['of a charge that is no number', '17 percent'],
  ['of a charge beyond what there is', '255'],
  ['of an empty charge', ''],
])('a battery %s is one of unknown charge', (_which, capacity) => {
  expect(reading(battery('Discharging', capacity))).toMatchObject({ isOnBattery: true, chargeShare: null })
})

test('heat is told a little before the point at which the system acts', () => {
  const trips = { passive: '60000', critical: '100000' }
  expect(reading(zone('96900', trips)).isHot).toBe(false)
  expect(reading(zone('97000', trips)).isHot).toBe(true)
  expect(reading(zone('87500', { hot: '90000', critical: '100000' })).isHot).toBe(true)
})

test.each([
  ['without a temperature', { 'thermal/thermal_zone0/trip_point_0_type': 'critical' }],
  ['with a temperature in words', zone('hot', { critical: '100000' })],
  ['whose limit is missing', { ...zone('120000', {}), 'thermal/thermal_zone0/trip_point_0_type': 'critical' }],
  ['whose limit is a placeholder', zone('45000', { critical: '0' })],
  ['whose limit is below zero', zone('45000', { critical: '-274000' })],
])('a thermal zone %s says nothing', (_which, files) => {
  expect(reading(files)).toEqual(nothing)
})

test('files that are missing, unreadable or full of bytes pause nothing', () => {
  expect(readPower(join(tempFolder(), 'nowhere'), 'linux')).toEqual(nothing)
  expect(reading({ power_supply: 'a file', thermal: 'a file' })).toEqual(nothing)
  expect(
    reading({
      'power_supply/BAT0/type': 'folder',
      'power_supply/BAT1/type': Buffer.from([0xff, 0, 0xfe]),
      'power_supply/BAT1/status': 'Discharging',
      'thermal/thermal_zone0/temp': 'folder',
      'thermal/thermal_zone1': 'a file',
    }),
  ).toEqual(nothing)
})

test('elsewhere than on Linux nothing is known', () => {
  expect(reading({ ...battery('Discharging', '3'), ...zone('120000', { critical: '100000' }) }, 'win32')).toEqual(
    nothing,
  )
})
