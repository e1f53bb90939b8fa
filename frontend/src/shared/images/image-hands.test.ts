import { QueryClient } from '@tanstack/react-query'
import { renderHook } from '@testing-library/react'
import i18next from 'i18next'
import { expect, it } from 'vitest'
import { answerAtTheWire, EngineSays } from '@/shared/studio/test-engine'
import { useToasts } from '@/shared/ui/toasts'
import { copyText, deleteImages, toggleFavourite } from './image-hands'

it('says where a deletion could not be undone', async () => {
  answerAtTheWire({
    delete_images: ({ img_ids }) => ({ image_ids: img_ids }),
    restore_images: () => {
      throw new EngineSays({ code: 'storage_full', message: '', details: {} })
    },
  })
  const { result } = renderHook(useToasts)
  await deleteImages(['a'], { t: i18next.t, client: new QueryClient(), transport: 'browser' })
  await expect.poll(() => result.current.length).toBe(1)
  result.current[0]?.actions[0]?.onSelect()
  await expect.poll(() => result.current.at(-1)?.kind).toBe('error')
  expect(result.current.at(-1)?.text).toContain(i18next.t('errors.storage_full.title'))
})

it('marks a whole selection in one call', async () => {
  const asked = answerAtTheWire({ set_favourites: ({ img_ids }) => ({ image_ids: img_ids }) })
  await toggleFavourite([{ id: 'a' }, { id: 'b' }], true)
  expect(asked).toEqual([{ method: 'set_favourites', args: { img_ids: ['a', 'b'], favourite: true } }])
})

it('says what happened where the page has no clipboard', async () => {
  expect(navigator.clipboard).toBeUndefined()
  const copied = copyText('a red fox', { t: i18next.t, client: new QueryClient(), transport: 'browser' })
  await expect(copied).rejects.toMatchObject({ code: 'clipboard_failed' })
})
