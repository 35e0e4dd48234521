import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PowerReading } from '../../core/host.ts'

/** Below a trip point of a thermal zone by this much, in thousandths of a degree: a run should wait before it is reached. */
const heatMargin = 3_000
/** No processor works at such trip points; firmware writes them where it has none. */
const leastTrip = 40_000

/** How Linux says the computer is powered; elsewhere, and where its files say nothing usable, nothing is known. */
export function readPower(root = '/sys/class', platform: NodeJS.Platform = process.platform): PowerReading {
  if (platform !== 'linux') return { isOnBattery: false, chargeShare: null, isHot: false }
  return { ...readBattery(join(root, 'power_supply')), isHot: readZones(join(root, 'thermal')).some(isHot) }
}

function readBattery(folder: string): Pick<PowerReading, 'isOnBattery' | 'chargeShare'> {
  // A mouse or a headset has a battery too, of scope Device.
  const supplies = foldersIn(folder).filter((supply) => textIn(supply, 'scope') !== 'Device')
  const batteries = supplies.filter((supply) => textIn(supply, 'type') === 'Battery')
  const hasMains = supplies.some((supply) => textIn(supply, 'type') === 'Mains' && textIn(supply, 'online') === '1')
  const isOnBattery = !hasMains && batteries.some((battery) => textIn(battery, 'status') === 'Discharging')
  const charges = batteries
    .map((battery) => numberIn(battery, 'capacity'))
    .filter((percent) => percent !== undefined && percent >= 0 && percent <= 100) as number[]
  // Of two batteries one is emptied after the other.
  const mean = charges.reduce((sum, percent) => sum + percent, 0) / charges.length
  return { isOnBattery, chargeShare: charges.length > 0 ? mean / 100 : null }
}

type Zone = { temperature: number; trips: number[] }

function readZones(folder: string): Zone[] {
  return foldersIn(folder, /^thermal_zone\d+$/).flatMap((zone) => {
    const temperature = numberIn(zone, 'temp')
    if (temperature === undefined) return []
    const trips = namesIn(zone)
      .map((name) => /^(trip_point_\d+)_type$/.exec(name)?.[1])
      .filter((trip) => trip !== undefined && /^(hot|critical)$/.test(textIn(zone, `${trip}_type`) ?? ''))
      .map((trip) => numberIn(zone, `${trip}_temp`))
      .filter((trip) => trip !== undefined && trip >= leastTrip) as number[]
    return [{ temperature, trips }]
  })
}

function isHot({ temperature, trips }: Zone): boolean {
  return trips.some((trip) => temperature >= trip - heatMargin)
}

function foldersIn(folder: string, pattern = /./): string[] {
  return namesIn(folder)
    .filter((name) => pattern.test(name))
    .map((name) => join(folder, name))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return [] // A machine without it, as most servers are.
  }
}

function textIn(folder: string, name: string): string | undefined {
  try {
    return readFileSync(join(folder, name), 'utf8').trim()
  } catch {
    return undefined // Drivers leave files out, and refuse to read them while the device is away.
  }
}

function numberIn(folder: string, name: string): number | undefined {
  const text = textIn(folder, name)
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined
}
