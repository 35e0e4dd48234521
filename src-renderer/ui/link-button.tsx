import { Button, type ButtonProps } from '@mantine/core'
import { createLink, type LinkComponent } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'

type Props = ButtonProps &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps> & { ref?: Ref<HTMLAnchorElement> }

function ButtonAnchor(props: Props) {
  return <Button component="a" {...props} />
}

const RoutedButton = createLink(ButtonAnchor)

/** A button that goes to a place of the app: `<LinkButton to="/models" variant="filled">…</LinkButton>`. */
export const LinkButton: LinkComponent<typeof ButtonAnchor> = (props) => <RoutedButton {...props} />
