import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { namesOfLists, useBatchDraft, type BatchDraft } from '@/shared/batch/draft'
import { Button } from '@/shared/ui/Button'
import { inputClass, TextField } from '@/shared/ui/Field'
import { IconButton } from '@/shared/ui/IconButton'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { cx } from '@/shared/ui/cx'

type Lists = BatchDraft['lists']

const save = (lists: Lists, list_names: string[]) => useBatchDraft.setState({ lists, list_names })
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
  const { lists, list_names } = useBatchDraft()
  const names = namesOfLists({ lists, list_names })
  const add = (name: string) => save({ ...lists, [name]: [] }, [...names, name])
  return (
    <section aria-labelledby="lists-title">
      <SectionTitle>
        <span id="lists-title">{t('batch.lists.title')}</span>
      </SectionTitle>
      <div className="flex flex-col gap-2">
        {names.map((name, index) => (
          <ListRow key={index} name={name} lists={lists} names={names} />
        ))}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <Button size="sm" icon={Plus} onClick={() => add(freeName(lists))}>
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
  names: string[]
}

function ListRow({ name, lists, names }: ListRowProps) {
  const { t } = useTranslation()
  const entries = (lists[name] ?? []).join('\n')
  // The text as it is typed, with the empty lines that a list has not; unless the list became another one meanwhile.
  const [typed, setTyped] = useState(entries)
  const rename = (next: string) => {
    const clean = next.replace(/[{}|]/g, '').slice(0, 100)
    if (clean === '' || (clean !== name && Object.hasOwn(lists, clean))) return
    save({ ...without(lists, name), [clean]: lists[name] ?? [] }, names.map((each) => (each === name ? clean : each)))
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
          save({ ...lists, [name]: entriesOf(target.value) }, names)
        }}
        className={cx(inputClass, 'field-sizing-content h-auto! max-h-36 min-h-[30px] resize-none py-1')}
      />
      <IconButton icon={X} size="sm" label={t('batch.lists.remove', { name })} onClick={() => save(without(lists, name), names)} />
    </div>
  )
}

/** One a line. */
const entriesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
