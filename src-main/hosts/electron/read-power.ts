import { powerMonitor } from 'electron'
import type { PowerReading } from '../../core/host.ts'
import { readPower as readFromSystemFiles } from '../node/read-power.ts'

/** What Electron tells: no charge, and heat on macOS alone. On Linux the system's own files tell more. */
export function readPower(): PowerReading {
  if (process.platform === 'linux') return readFromSystemFiles()
  return {
    isOnBattery: powerMonitor.isOnBatteryPower(),
    chargeShare: null,
    isHot: process.platform === 'darwin' && powerMonitor.getCurrentThermalState() === 'critical',
  }
}
