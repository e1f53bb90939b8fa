import { useCallback } from 'react'
import { call, StudioError } from '@/bridge/call'
import { addBases, useBatchDraft } from '@/shared/batch/draft'
import { bringIn, pickFiles, pickIn } from '@/shared/images/bring-in'
import { useAct } from '@/shared/images/use-act'
import { toast } from '@/shared/ui/toasts'
import { problemWords } from './make/problem-words'
import { useImageContext } from './use-image-context'

const TABLE_TYPES = '.csv,.tsv,.txt,.json,.xlsx'
const ENDS_AS_TABLE = /\.(csv|tsv|json|xlsx)$/i
/** A table where it comes alone; in a folder of pictures it is somebody's notes. */
const MAY_BE_TABLE = /\.txt$/i

/** Pictures become base images, a table its lines: by a dialog, or as they are dropped. */
export function useBringIn(): { pick: (what: 'files' | 'folder') => void; pickTable: () => void; take: (files: Promise<readonly File[]>) => void } {
  const context = useImageContext()
  const { act } = useAct(problemWords)
  const pick = useCallback(
    (what: 'files' | 'folder') =>
      void act(async () => addBases(context.transport === 'window' ? await pickIn(what, context) : await bringIn(await pickFiles({ folder: what === 'folder' }), context))),
    [act, context],
  )
  const pickTable = useCallback(() => void act(async () => takeTable(await askForTable())), [act])
  const take = useCallback(
    (files: Promise<readonly File[]>) =>
      void act(async () => {
        const all = await files
        const sure = all.filter(({ name }) => ENDS_AS_TABLE.test(name))
        const tables = all.every(({ name }) => MAY_BE_TABLE.test(name)) ? all : sure
        const [table, ...others] = tables
        if (table && others.length > 0) toast(context.t('batch.table.onlyOne', { name: table.name, count: others.length }))
        const pictures = all.filter((file) => !tables.includes(file))
        // Each by itself: a table that cannot be read keeps no picture out.
        await Promise.all([takeTable(table), pictures.length > 0 && bringIn(pictures, context).then(addBases)])
      }),
    [act, context],
  )
  return { pick, pickTable, take }
}

async function takeTable(file: File | undefined): Promise<void> {
  if (!file) return
  const data = await asBase64(file)
  const table = await call('read_table', { name: file.name, data }).catch((error: unknown) => {
    // Which of the files that were dropped it is.
    throw error instanceof StudioError ? new StudioError(error.code, error.message, { ...error.details, file: file.name }) : error
  })
  useBatchDraft.setState({ table: { ...table, name: file.name } })
}

function askForTable(): Promise<File | undefined> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = TABLE_TYPES
    input.onchange = () => resolve(input.files?.[0])
    input.oncancel = () => resolve(undefined)
    input.click()
  })
}

function asBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve((reader.result as string).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error ?? new Error(file.name))
    reader.readAsDataURL(file)
  })
}
