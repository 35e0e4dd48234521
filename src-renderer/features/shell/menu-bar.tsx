import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { bridge } from '../../client/bridge-transport.ts'

/** Goes where the window's own menu bar leads, as a link would: what is not saved is asked about first. */
export function MenuBar() {
  const navigate = useNavigate()
  useEffect(() => bridge?.onGo((path) => void navigate({ href: path })), [navigate])
  return null
}
