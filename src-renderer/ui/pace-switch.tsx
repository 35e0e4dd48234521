import { Switch } from '@mantine/core'
import type { Pace } from '#contract/settings'
import { useTexts } from '../locales/use-texts.tsx'

type Props = { pace: Pace | undefined; isChanging: boolean; onChange: (pace: Pace) => void; size?: 'xs' | 'sm' }

/** Half speed on and off; it holds for whatever is written. */
export function PaceSwitch({ pace, isChanging, onChange, size = 'sm' }: Props) {
  const { common } = useTexts()
  return (
    <Switch
      size={size}
      label={size === 'xs' ? common.halfSpeedShort : common.halfSpeed}
      checked={pace === 'half'}
      disabled={pace === undefined || isChanging}
      onChange={({ currentTarget }) => onChange(currentTarget.checked ? 'half' : 'full')}
    />
  )
}
