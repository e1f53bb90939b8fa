import { useTranslation } from 'react-i18next'
import type { RefineDraft } from '@/bridge/contract'
import { navigate } from '@/shared/studio/navigation'
import { Button } from '@/shared/ui/Button'
import { SectionTitle } from '@/shared/ui/SectionTitle'
import { ChatModelPicker } from '@/shared/words/ChatModelPicker'
import { MissingKey } from '@/shared/words/MissingKey'
import { useChatModels } from '@/shared/words/queries'
import { isBuiltIn, useRoles } from './use-draft'

/** Who writes the prompts, and who judges the pictures. */
export function RolesFields({ draft, onChange }: { draft: RefineDraft; onChange: (changes: Partial<RefineDraft>) => void }) {
  const { t } = useTranslation()
  const { writer, judge, defaults } = useRoles(draft)
  const builtIn = [writer, judge].filter(isBuiltIn).length
  const hasKey = useChatModels().data?.some(({ available, is_ai }) => available && is_ai)
  return (
    <section aria-labelledby="refine-roles">
      <SectionTitle>
        <span id="refine-roles">{t('refine.roles.title')}</span>
      </SectionTitle>
      <div className="flex flex-col gap-2">
        <Role name="writer" value={writer} onChange={(id) => onChange({ writer: id })} />
        <Role name="judge" value={judge} onChange={(id) => onChange({ judge: id })} />
        {builtIn > 0 && (
          <div className="flex flex-col items-start gap-1.5 text-sm text-faint">
            <p className="m-0">{t(builtIn === 2 ? 'refine.roles.builtIn' : 'refine.roles.oneBuiltIn')}</p>
            {builtIn === 2 && hasKey === false && (
              <Button size="sm" onClick={() => navigate('keys')}>
                {t('refine.roles.addKey')}
              </Button>
            )}
          </div>
        )}
        {defaults?.warnings.includes('judge_needs_sketches') && isBuiltIn(judge) && <p className="m-0 text-sm text-accent-text">{t('refine.warning.judge_needs_sketches')}</p>}
      </div>
    </section>
  )
}

/** One chat model, and a way to paste the key that it wants. */
export function Role({ name, value, onChange }: { name: 'writer' | 'judge'; value: string; onChange: (id: string) => void }) {
  const { t } = useTranslation()
  const label = t(`refine.roles.${name}`)
  return (
    <>
      <div className="grid grid-cols-[minmax(var(--field-label,80px),auto)_minmax(0,1fr)] items-center gap-x-2">
        <span className="text-muted">{label}</span>
        <ChatModelPicker label={label} sees={name === 'judge'} value={value} onChange={onChange} />
      </div>
      <MissingKey sees={name === 'judge'} model={value} onUse={onChange} />
    </>
  )
}
