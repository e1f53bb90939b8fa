/** So many signs at the end stay in sight: a number and an ending tell files of one series apart. */
const TAIL = 7

/** A file's name, cut in its middle where there is no room. */
export function FileName({ name }: { name: string }) {
  const at = name.length > TAIL + 3 ? name.length - TAIL : name.length
  return (
    <span className="flex min-w-0" title={name}>
      <span className="truncate whitespace-pre">{name.slice(0, at)}</span>
      {at < name.length && <span className="shrink-0 whitespace-pre">{name.slice(at)}</span>}
    </span>
  )
}
