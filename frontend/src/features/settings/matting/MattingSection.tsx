import { useQuery, useQueryClient } from '@tanstack/react-query'
import { FileUp } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { useAct } from '@/shared/images/use-act'
import { AUTO, bringModel, BUILTIN, mattingQuery } from '@/shared/matting/queries'
import { mattingWords } from '@/shared/matting/words'
import { useSetting, useStudioInfo } from '@/shared/studio/queries'
import { useSaveSettings } from '@/shared/studio/save-settings'
import { Button } from '@/shared/ui/Button'
import { Select } from '@/shared/ui/Select'
import { Row, Section } from '../sections/Section'
import { MattingLine } from './MattingLine'

/** The models that cut subjects out: which there are, fetching them, and which one is used. */
export function MattingSection() {
  const { t } = useTranslation()
  const models = useQuery(mattingQuery)
  const chosen = useSetting('matting_model')
  const save = useSaveSettings()
  if (models.isError) return <QueryFailure query={models} />
  const all = models.data ?? []
  const installed = all.filter(({ state }) => state === 'installed')
  const options = [
    { value: AUTO, label: t('matting.auto') },
    { value: BUILTIN, label: t('tools.cutOut.builtin') },
    ...installed.map(({ name, label }) => ({ value: name, label })),
  ]
  return (
    <>
      <p className="mt-2 mb-0 max-w-[60ch] text-muted">{t('matting.text')}</p>
      <Section>
        <Row label={t('matting.default')} hint={t('matting.defaultHint')}>
          {(ids) => (
            <Select
              {...ids}
              className="w-72 max-w-full"
              value={options.some(({ value }) => value === chosen) ? chosen : AUTO}
              options={options}
              onChange={(matting_model) => save({ matting_model })}
            />
          )}
        </Row>
      </Section>
      <Section>
        <ul className="m-0 list-none p-0">
          {all.map((model) => (
            <MattingLine key={model.name} model={model} />
          ))}
        </ul>
        <OwnFile />
      </Section>
    </>
  )
}

/** A model that was fetched elsewhere, or made. */
function OwnFile() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { transport } = useStudioInfo()
  const { act, busy } = useAct(mattingWords)
  const input = useRef<HTMLInputElement>(null)
  const pick = () => {
    if (transport === 'window') void act(() => bringModel(client, null))
    else input.current?.click()
  }
  return (
    <Row label={t('matting.own')} hint={t('matting.ownHint')}>
      <Button size="sm" icon={FileUp} busy={busy} onClick={pick}>
        {t('matting.choose')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".onnx"
        aria-label={t('matting.choose')}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file) void act(() => bringModel(client, file))
        }}
      />
    </Row>
  )
}
