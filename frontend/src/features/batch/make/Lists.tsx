import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useBatchDraft, type BatchDraft } from '@/shared/batch/draft'
import { Button } from '@/shared/ui/Button'
import { inputClass, TextField } from '@/shared/ui/Field'
import { IconButton } from '@/shared/ui/IconButton'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { cx } from '@/shared/ui/cx'

type Lists = BatchDraft['lists']

const save = (lists: Lists) => useBatchDraft.setState({ lists })
const without = (lists: Lists, name: string): Lists => Object.fromEntries(Object.entries(lists).filter(([other]) => other !== name))

/** A name that is still free: `list`, `list2`, … */
function freeName(lists: Lists): string {
  let number = 1
  while (`list${number > 1 ? number : ''}` in lists) number++
  return `list${number > 1 ? number : ''}`
}

/** Words by name: each entry in turn, or one at random. */
export function Lists() {
  const { t } = useTranslation()
  const lists = useBatchDraft((draft) => draft.lists)
  // Of an object, keys that are numbers come first: a list that is being renamed stays where it is.
  const [order, setOrder] = useState<readonly string[]>([])
  const names = [...new Set([...order.filter((name) => name in lists), ...Object.keys(lists)])]
  return (
    <section aria-labelledby="lists-title">
      <SectionTitle>
        <span id="lists-title">{t('batch.lists.title')}</span>
      </SectionTitle>
      <div className="flex flex-col gap-2">
        {names.map((name, index) => (
          <ListRow key={index} name={name} lists={lists} onName={(next) => setOrder(names.map((each) => (each === name ? next : each)))} />
        ))}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <Button size="sm" icon={Plus} onClick={() => save({ ...lists, [freeName(lists)]: [] })}>
            {t('batch.lists.add')}
          </Button>
          <span className="min-w-0 flex-1 basis-56 text-sm text-faint">{t('batch.lists.hint')}</span>
        </div>
      </div>
    </section>
  )
}

interface ListRowProps {
  name: string
  lists: Lists
  onName: (name: string) => void
}

function ListRow({ name, lists, onName }: ListRowProps) {
  const { t } = useTranslation()
  const entries = (lists[name] ?? []).join('\n')
  // The text as it is typed, with the empty lines that a list has not; unless the list became another one meanwhile.
  const [typed, setTyped] = useState(entries)
  const rename = (next: string) => {
    const clean = next.replace(/[{}|]/g, '').slice(0, 100)
    if (clean === '' || (clean !== name && clean in lists)) return
    onName(clean)
    save(Object.fromEntries(Object.entries(lists).map(([each, entries]) => [each === name ? clean : each, entries])))
  }
  return (
    <div className="grid grid-cols-[140px_minmax(0,1fr)_26px] items-start gap-2">
      <TextField aria-label={t('batch.lists.name')} value={name} onChange={(event) => rename(event.target.value)} />
      <textarea
        aria-label={t('batch.lists.entries', { name })}
        placeholder={t('batch.lists.placeholder')}
        value={entriesOf(typed).join('\n') === entries ? typed : entries}
        rows={1}
        spellCheck={false}
        onChange={({ target }) => {
          setTyped(target.value)
          save({ ...lists, [name]: entriesOf(target.value) })
        }}
        className={cx(inputClass, 'field-sizing-content h-auto! max-h-36 min-h-[30px] resize-none py-1')}
      />
      <IconButton icon={X} size="sm" label={t('batch.lists.remove', { name })} onClick={() => save(without(lists, name))} />
    </div>
  )
}

/** One a line. */
const entriesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
