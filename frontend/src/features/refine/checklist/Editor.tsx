import { Check, Plus, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { RefineSession } from '@/bridge/contract'
import { Button } from '@/shared/ui/Button'
import { MenuButton } from '@/shared/ui/MenuButton'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { BlockMark } from '../session/BlockMark'
import { BLOCKS, type Block } from '../session/facts'
import { useView } from '../state'
import { useSessionAct } from '../use-session'
import { AtomFields } from './AtomFields'
import { atomsOf, freshId, groupsOf, withoutAtom, type Atom } from './matrix'

/** The questions that every picture has to answer: changed, added, weighed, taken out. They are saved together. */
export function ChecklistEditor({ session }: { session: RefineSession }) {
  const { t } = useTranslation()
  const { act, busy } = useSessionAct()
  const known = atomsOf(session).filter(({ is_quality }) => !is_quality)
  const [draft, setDraft] = useState<readonly Atom[] | null>(null)
  const atoms = draft ?? known
  const disabled = session.status === 'running'
  const isWhole = atoms.length > 0 && atoms.every(({ question, expected }) => question.trim() !== '' && expected.trim() !== '')
  const add = (block: Block) =>
    setDraft([...atoms, { id: freshId(atoms), block, question: '', kind: 'yes_no', expected: 'yes', parent: null, weight: 2, is_quality: false, from_feedback: false }])
  const change = (id: string, changes: Partial<Atom>) => setDraft(atoms.map((atom) => (atom.id === id ? { ...atom, ...changes } : atom)))
  const save = () =>
    void act(async () => {
      const saved = await call('set_contract', { session_id: session.id, atoms: [...atoms] })
      setDraft(null)
      useView.setState({ editing: false })
      return saved
    })
  return (
    <section aria-labelledby="editor-title" className="@container pb-3">
      <div className="sticky top-0 z-10 flex min-h-10 items-center gap-2 bg-bg py-1.5">
        <h3 id="editor-title" className="m-0 min-w-0 flex-1 truncate font-semibold">
          {t('refine.checklist.edit')}
        </h3>
        {draft && (
          <Button size="sm" icon={RotateCcw} onClick={() => setDraft(null)}>
            {t('words.templates.discard')}
          </Button>
        )}
        {(draft ?? session.images > 0) && (
          <Button size="sm" variant={draft ? 'primary' : 'plain'} icon={Check} busy={busy} disabled={disabled || !isWhole} onClick={draft ? save : () => useView.setState({ editing: false })}>
            {t(draft ? 'refine.checklist.save' : 'refine.checklist.close')}
          </Button>
        )}
      </div>
      <p className="mt-0 mb-3 text-muted">{t('refine.checklist.help')}</p>
      {groupsOf(atoms).map(({ name, rows }) => (
        <div key={name} className="mb-3">
          <p className="m-0 mb-1 flex items-center gap-1.5 text-sm text-faint">
            <BlockMark block={name} />
            {t(`refine.block.${name}`)}
          </p>
          <ul className="m-0 flex list-none flex-col gap-1.5 p-0">
            {rows.map(({ atom, depth }) => (
              <AtomFields
                key={atom.id}
                atom={atom}
                depth={depth}
                disabled={disabled}
                onChange={(changes) => change(atom.id, changes)}
                onRemove={() => setDraft(withoutAtom(atoms, atom))}
              />
            ))}
          </ul>
        </div>
      ))}
      <AddMenu onAdd={add} disabled={disabled} />
      <div className="mt-4">
        <SectionTitle>{t('refine.checklist.always')}</SectionTitle>
        <ul className="m-0 list-none p-0 text-muted">
          {atomsOf(session)
            .filter(({ is_quality }) => is_quality)
            .map((atom) => (
              <li key={atom.id} className="py-0.5">
                {t(`refine.quality.${atom.id}`, { defaultValue: atom.question })}
              </li>
            ))}
        </ul>
      </div>
    </section>
  )
}

function AddMenu({ onAdd, disabled }: { onAdd: (block: Block) => void; disabled: boolean }) {
  const { t } = useTranslation()
  if (disabled) return null
  const groups = [BLOCKS.map((block) => ({ id: block, label: t(`refine.block.${block}`), onSelect: () => onAdd(block) }))]
  return (
    <div className="flex items-center gap-1.5 text-muted">
      <MenuButton label={t('refine.checklist.add')} groups={groups} icon={Plus} className="border border-line-strong" />
      <span aria-hidden>{t('refine.checklist.add')}</span>
    </div>
  )
}
