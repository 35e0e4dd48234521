import type { ReactNode } from 'react'
import { useTexts } from '../locales/use-texts.tsx'

type Props = {
  heads: { name: string; count: string; since: string }
  /** Of the column of buttons. */
  stepsWidth: string
  /** A line for each: name, number, moment, buttons. */
  children: ReactNode
}

/** The frame of a table of things with a name, a number, a moment and what can be done with them. */
export function NamedTable({ heads, stepsWidth, children }: Props) {
  const { common } = useTexts()
  return (
    <div className="card none">
      <table className="grid roomy">
        <colgroup>
          <col />
          <col style={{ width: '7rem' }} />
          <col style={{ width: '8rem' }} />
          <col style={{ width: stepsWidth }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{heads.name}</th>
            <th scope="col" className="num">
              {heads.count}
            </th>
            <th scope="col">{heads.since}</th>
            <th scope="col">
              <span className="vh">{common.more}</span>
            </th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
