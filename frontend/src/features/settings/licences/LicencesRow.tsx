import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/shared/ui/Button'
import { Row } from '../sections/Section'
import { LicencesDialog } from './LicencesDialog'

/** The way to the licences of what the studio is made of. */
export function LicencesRow() {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <Row label={t('about.licences')} hint={t('about.licencesHint')}>
      <Button size="sm" aria-label={t('about.licences')} onClick={() => setOpen(true)}>
        {t('about.licencesShow')}
      </Button>
      {open && <LicencesDialog onClose={() => setOpen(false)} />}
    </Row>
  )
}
