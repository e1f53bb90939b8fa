import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { runQuery } from '@/shared/jobs/queries'
import { useParcel } from '@/shared/jobs/to-compare'
import { takeFound } from './composer/found'
import { addReferences } from './composer/references'
import { reuseRun } from './reuse-run'
import { useAsk } from './use-ask'

/** Takes what another workspace handed over. */
export function useParcels(): void {
  const { t } = useTranslation()
  const client = useQueryClient()
  const ask = useAsk()
  const parcel = useParcel((state) => state.parcel)
  useEffect(() => {
    if (!parcel) return
    useParcel.setState({ parcel: null })
    if ('references' in parcel) addReferences(client, parcel.references)
    else if ('found' in parcel) takeFound(client, parcel.found)
    else {
      void ask(() => client.query(runQuery(parcel.runId))).then((run) => {
        if (run) reuseRun(client, run, t)
      })
    }
  }, [parcel, client, ask, t])
}
