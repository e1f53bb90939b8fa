import { queryOptions, useQuery } from '@tanstack/react-query'
import i18next from 'i18next'
import { call } from '@/bridge/call'
import type { BatchDraft as Kept } from '@/bridge/contract'
import { toast } from '@/shared/ui/toasts'
import { EMPTY_DRAFT, useBatchDraft, type BatchDraft } from './draft'

const QUIET_MS = 400
const PARTS = Object.keys(EMPTY_DRAFT) as (keyof BatchDraft)[]

/** As the engine has it. Parts are compared by identity: a table of thousands of lines is sent only when it is another one. */
let kept: BatchDraft | null = null
let timer: ReturnType<typeof setTimeout> | undefined

/** Brings the draft of before back, once; until then nothing is kept, so that it cannot be overwritten. */
export const keptDraftQuery = queryOptions({
  queryKey: ['batch.draft'],
  queryFn: async () => {
    if (kept === null) bringBack({ ...EMPTY_DRAFT, ...(await call('get_batch_draft', {})) })
    return true
  },
  staleTime: Infinity,
  gcTime: Infinity,
  retry: false,
})

/** Of the draft that was kept, with what was put into it since this page was opened. */
export const useKeptDraft = () => useQuery(keptDraftQuery)

function bringBack(before: BatchDraft): void {
  const now = useBatchDraft.getState()
  const changed = Object.fromEntries(PARTS.filter((part) => now[part] !== EMPTY_DRAFT[part]).map((part) => [part, now[part]]))
  kept = before
  useBatchDraft.setState({ ...before, ...changed, base_image_ids: [...new Set([...before.base_image_ids, ...now.base_image_ids])] })
  if (now !== EMPTY_DRAFT) later()
  useBatchDraft.subscribe(later)
  window.addEventListener('pagehide', () => void keep())
}

function later(): void {
  clearTimeout(timer)
  timer = setTimeout(() => void keep(), QUIET_MS)
}

async function keep(): Promise<void> {
  clearTimeout(timer)
  const [before, now] = [kept, useBatchDraft.getState()]
  if (before === null) return
  const changes: Kept = Object.fromEntries(PARTS.filter((part) => now[part] !== before[part]).map((part) => [part, now[part]]))
  if (Object.keys(changes).length === 0) return
  kept = now
  try {
    await call('keep_batch_draft', { changes })
  } catch {
    // The next change sends these again.
    kept = before
    toast(i18next.t('batch.notKept'), { kind: 'error' })
  }
}
