import { renderHook } from '@testing-library/react'
import { expect, it } from 'vitest'
import { toast, useToasts } from './toasts'

it('gives up the shortest message for one more, never one that asks for something', () => {
  toast('which ones to keep?', { seconds: 86_400 })
  toast('saved')
  toast('not saved', { kind: 'error' })
  toast('copied')
  toast('copied again')
  const { result } = renderHook(useToasts)
  expect(result.current.map(({ text }) => text)).toEqual(['which ones to keep?', 'not saved', 'copied again'])
})
