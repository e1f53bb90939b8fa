import { screen, waitFor } from '@testing-library/react'
import { useEffect } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { useBatchDraft } from '@/shared/batch/draft'
import { answerAtTheWire, EngineSays, renderInStudio } from '@/shared/studio/test-engine'
import { Toaster } from '@/shared/ui/Toaster'
import { useBringIn } from './use-bring-in'

afterEach(() => vi.unstubAllGlobals())

const TABLE = new File(['no table'], 'notes.csv')

/** Answers the upload as the engine would. */
class Upload {
  upload = {}
  response: unknown = null
  onload: () => void = () => undefined
  open = () => undefined
  setRequestHeader = () => undefined
  send() {
    this.response = { ok: true, data: { image_ids: ['img_1'], refused: [] } }
    this.onload()
  }
}

function Dropped({ files }: { files: readonly File[] }) {
  const { take } = useBringIn()
  useEffect(() => take(Promise.resolve(files)), [take, files])
  return null
}

it('brings the pictures in that were dropped with a table that cannot be read', async () => {
  vi.stubGlobal('XMLHttpRequest', Upload)
  const asked = answerAtTheWire({
    read_table: () => {
      throw new EngineSays({ code: 'bad_request', message: '', details: { reason: 'no_columns' } })
    },
  })
  renderInStudio(
    <>
      <Dropped files={[TABLE, new File(['a picture'], 'shoe.png')]} />
      <Toaster />
    </>,
  )
  expect(await screen.findByText('“notes.csv” has no columns.')).toBeInTheDocument()
  await waitFor(() => expect(asked.map(({ method }) => method)).toContain('read_table'))
  await waitFor(() => expect(useBatchDraft.getState().base_image_ids).toEqual(['img_1']))
})

it('says which of several tables is taken', async () => {
  answerAtTheWire({ read_table: () => ({ columns: ['shoe'], rows: [] }) })
  renderInStudio(
    <>
      <Dropped files={[TABLE, new File(['other'], 'prices.xlsx')]} />
      <Toaster />
    </>,
  )
  expect(await screen.findByText(/notes\.csv.*1 other/)).toBeInTheDocument()
  await waitFor(() => expect(useBatchDraft.getState().table?.name).toBe('notes.csv'))
})

it.each([
  [[new File(['notes'], 'about.txt'), new File(['sku'], 'range.csv'), new File(['a picture'], 'shoe.png')], 'range.csv'],
  [[new File(['sku'], 'range.txt')], 'range.txt'],
])('takes a text for the table only where nothing else came', async (files, name) => {
  vi.stubGlobal('XMLHttpRequest', Upload)
  const asked = answerAtTheWire({ read_table: () => ({ columns: ['sku'], rows: [] }) })
  renderInStudio(<Dropped files={files} />)
  await waitFor(() => expect(useBatchDraft.getState().table?.name).toBe(name))
  expect(asked.filter(({ method }) => method === 'read_table')).toHaveLength(1)
})
