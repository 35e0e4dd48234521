import { type ComboboxItem, getParsedComboboxData, Select, type SelectProps } from '@mantine/core'
import { type KeyboardEvent, useRef, useState } from 'react'
import { nextOption } from './next-option.ts'

/** Letters that follow each other faster belong to one word. */
const wordMs = 700

/**
 * A list to choose one of. Letters choose the next option that begins with them, as they do in the lists of a browser;
 * where it is `searchable`, they look through the list instead.
 */
export function Choice({ searchable = false, ...props }: SelectProps) {
  const [isOpen, setIsOpen] = useState(false)
  const typed = useRef({ text: '', at: 0 })

  function onKey(event: KeyboardEvent): void {
    const { key, timeStamp } = event
    const before = timeStamp - typed.current.at < wordMs ? typed.current.text : ''
    if (key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || (key === ' ' && before === '')) return
    event.preventDefault()
    // Else a space would open or close the list.
    event.stopPropagation()
    typed.current = { text: before + key, at: timeStamp }
    const options = getParsedComboboxData<string>(props.data).flatMap((each): ComboboxItem[] =>
      'items' in each ? each.items : [each],
    )
    const option = nextOption(options, props.value ?? null, typed.current.text)
    if (!option || option.value === props.value) return
    setIsOpen(false)
    props.onChange?.(option.value, option)
  }

  return (
    <Select
      {...props}
      searchable={searchable}
      dropdownOpened={isOpen}
      onDropdownOpen={() => setIsOpen(true)}
      onDropdownClose={() => setIsOpen(false)}
      onKeyDownCapture={searchable ? undefined : onKey}
    />
  )
}
