import { Switch } from '@mantine/core'
import type { Pace } from '#contract/settings'
import { useTexts } from '../locales/use-texts.tsx'

type Props = {
  pace: Pace | undefined
  isChanging: boolean
  onChange: (pace: Pace) => void
  size?: 'xs' | 'sm'
  /** Has few words where the window has little room. */
  isInHead?: boolean
}

/** Half speed on and off; it holds for whatever is written. */
export function PaceSwitch({ pace, isChanging, onChange, size = 'sm', isInHead = false }: Props) {
  const { common } = useTexts()
  const both = (
    <>
      <span className="wide-window">{common.halfSpeed}</span>
      <span className="small-window">{common.halfSpeedShort}</span>
    </>
  )
  return (
    <Switch
      size={size}
      label={isInHead ? both : size === 'xs' ? common.halfSpeedShort : common.halfSpeed}
      checked={pace === 'half'}
      disabled={pace === undefined || isChanging}
      onChange={({ currentTarget }) => onChange(currentTarget.checked ? 'half' : 'full')}
    />
  )
}
