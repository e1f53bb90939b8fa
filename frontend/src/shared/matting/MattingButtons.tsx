import { Download, Pause, Play } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '@/bridge/call'
import type { MattingModel } from '@/bridge/contract'
import { Button } from '../ui/Button'
import { Select } from '../ui/Select'
import { useAct } from '../images/use-act'
import { mattingWords } from './words'

const ANY = 'any'

/** Fetch, pause, go on; from which host, where there are several. */
export function MattingButtons({ model }: { model: MattingModel }) {
  const { t } = useTranslation()
  const { act, busy } = useAct(mattingWords)
  const [mirror, setMirror] = useState(ANY)
  const fetch = () => act(() => call('download_matting_model', { name: model.name, mirror: mirror === ANY ? '' : mirror }))
  if (model.state === 'installed') return null
  if (model.state === 'downloading') {
    return (
      <Button size="sm" icon={Pause} busy={busy} onClick={() => void act(() => call('cancel', { id: model.name }))}>
        {t('matting.pause')}
      </Button>
    )
  }
  return (
    <div className="flex min-w-0 items-center gap-2">
      {model.mirrors.length > 1 && (
        <Select
          className="h-[26px] w-40 text-sm"
          aria-label={t('matting.mirror')}
          value={mirror}
          options={[{ value: ANY, label: t('matting.anyMirror') }, ...model.mirrors.map((host) => ({ value: host, label: host }))]}
          onChange={setMirror}
        />
      )}
      <Button size="sm" icon={model.state === 'paused' ? Play : Download} busy={busy} onClick={() => void fetch()}>
        {t(model.state === 'paused' ? 'matting.goOn' : model.state === 'damaged' ? 'matting.again' : 'matting.download')}
      </Button>
    </div>
  )
}
