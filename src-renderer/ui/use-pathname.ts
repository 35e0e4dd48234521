import { useLocation } from '@tanstack/react-router'

/** The page that is looked at; what else its address says draws nothing anew, as the row that is read does with each key. */
export function usePathname(): string {
  return useLocation({ select: ({ pathname }) => pathname })
}
