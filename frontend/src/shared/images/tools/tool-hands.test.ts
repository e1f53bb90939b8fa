import { QueryClient } from '@tanstack/react-query'
import { renderHook } from '@testing-library/react'
import i18next from 'i18next'
import { beforeEach, expect, it } from 'vitest'
import type { Image } from '@/bridge/contract'
import { answerAtTheWire } from '@/shared/studio/test-engine'
import { useToasts } from '@/shared/ui/toasts'
import { split } from './tool-hands'
import { closeTool, openTool, useTool } from './tool-state'

beforeEach(closeTool)

it('leaves the dialog that was opened while a picture was being split, and offers its own', async () => {
  let answer: (found: object) => void = () => undefined
  const asked = answerAtTheWire({ process_image: () => new Promise((resolve) => (answer = resolve)) })
  const { result } = renderHook(useToasts)
  const work = split([{ id: 'a' } as Image], { t: i18next.t, client: new QueryClient(), transport: 'browser' })
  await expect.poll(() => asked.length).toBe(1)
  openTool({ tool: 'convert', images: [{ id: 'b' } as Image] })
  answer({ image_ids: [], confidence: null, job_id: null })
  await work
  expect(useTool.getState().open?.tool).toBe('convert')
  closeTool()
  await expect.poll(() => result.current.length).toBe(1)
  result.current[0]?.actions[0]?.onSelect()
  expect(useTool.getState().open?.tool).toBe('split')
})
