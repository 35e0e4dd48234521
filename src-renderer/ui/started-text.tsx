/** A row's text, with the beginning that all rows of its dataset have in a quieter colour: what differs is read first. */
export function StartedText({ text, start }: { text: string; start: string }) {
  if (start === '' || !text.startsWith(start)) return text
  return (
    <>
      <span className="faint">{start}</span>
      {text.slice(start.length)}
    </>
  )
}
