import {
  ActionIcon,
  Button,
  Checkbox,
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  Modal,
  Notification,
  NumberInput,
  SegmentedControl,
  Select,
  Switch,
  Textarea,
  TextInput,
  Tooltip,
  type VariantColorsResolver,
} from '@mantine/core'

/** Mantine computes its shades from the palette; ours are tokens, so that both schemes come from one file. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input)
  if (input.color && input.color !== input.theme.primaryColor) return colors
  if (input.variant === 'filled') {
    return {
      ...colors,
      background: 'var(--pl-accent)',
      hover: 'var(--pl-accent-hover)',
      color: 'var(--pl-on-accent)',
      border: '1px solid transparent',
    }
  }
  if (input.variant === 'subtle') return { ...colors, hover: 'var(--pl-hover)', color: 'var(--pl-ink-2)' }
  return colors
}

const control = { defaultProps: { size: 'sm' } }

/** `closeLabel` names the cross of dialogs for screen readers. */
export const createLoomTheme = (closeLabel: string) =>
  createTheme({
    primaryColor: 'indigo',
    primaryShade: { light: 7, dark: 4 },
    autoContrast: true,
    white: '#ffffff',
    black: '#23211d',
    variantColorResolver,
    colors: {
      indigo: [
        '#f1f3fb',
        '#e9ecf8',
        '#d0d6f1',
        '#b3bce6',
        '#98a6f2',
        '#6677cc',
        '#4a5bb5',
        '#3b4ba3',
        '#303e8e',
        '#253072',
      ],
      gray: [
        '#faf9f7',
        '#f4f2ee',
        '#f0eeea',
        '#e5e2dc',
        '#d3cfc6',
        '#8f8a7f',
        '#6b675e',
        '#57534b',
        '#3a3731',
        '#23211d',
      ],
      dark: [
        '#eceae4',
        '#b9b5ab',
        '#a19d92',
        '#7d786d',
        '#423f39',
        '#32302c',
        '#22211e',
        '#1a1917',
        '#151412',
        '#100f0d',
      ],
    },
    fontFamily: 'var(--pl-font)',
    fontFamilyMonospace: 'var(--pl-mono)',
    fontSizes: { xs: '.75rem', sm: '.8125rem', md: '.875rem', lg: '1rem', xl: '1.25rem' },
    spacing: { xs: '.5rem', sm: '.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
    radius: { xs: '4px', sm: '6px', md: '10px' },
    defaultRadius: 'sm',
    shadows: { xs: 'var(--pl-shadow-1)', md: 'var(--pl-shadow-2)', xl: 'var(--pl-shadow-3)' },
    headings: {
      fontWeight: '600',
      sizes: { h1: { fontSize: '1rem' }, h2: { fontSize: '1rem' }, h3: { fontSize: '.8125rem' } },
    },
    respectReducedMotion: true,
    focusRing: 'auto',
    cursorType: 'pointer',
    components: {
      Button: Button.extend({ defaultProps: { size: 'sm', variant: 'default' } }),
      ActionIcon: ActionIcon.extend({ defaultProps: { size: 'md', variant: 'subtle' } }),
      TextInput: TextInput.extend(control),
      Textarea: Textarea.extend(control),
      NumberInput: NumberInput.extend(control),
      // At the left it would push the chosen one out of line.
      Select: Select.extend({ defaultProps: { ...control.defaultProps, checkIconPosition: 'right' } }),
      Checkbox: Checkbox.extend(control),
      Switch: Switch.extend(control),
      // Its labels stand above each other, and would above what is laid over the control.
      SegmentedControl: SegmentedControl.extend({ ...control, styles: { root: { isolation: 'isolate' } } }),
      Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400 } }),
      Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': closeLabel } } }),
      Modal: Modal.extend({
        defaultProps: { centered: true, radius: 'md', closeButtonProps: { 'aria-label': closeLabel } },
      }),
    },
  })

const colors = {
  '--mantine-color-body': 'var(--pl-canvas)',
  '--mantine-color-text': 'var(--pl-ink)',
  '--mantine-color-dimmed': 'var(--pl-ink-3)',
  '--mantine-color-placeholder': 'var(--pl-ink-3)',
  '--mantine-color-default': 'var(--pl-surface)',
  '--mantine-color-default-hover': 'var(--pl-hover)',
  '--mantine-color-default-color': 'var(--pl-ink)',
  '--mantine-color-default-border': 'var(--pl-line-strong)',
  '--mantine-color-error': 'var(--pl-failed-ink)',
  '--mantine-color-anchor': 'var(--pl-accent-ink)',
}

/** Points Mantine's general colours to our tokens, which follow the scheme by themselves. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: colors, dark: colors })
