import { beforeEach, expect, it } from 'vitest'
import type { Image } from '@/bridge/contract'
import { closerOfTool, closeTool, openTool, useTool } from './tool-state'

const images = [{ id: 'a' } as Image]

beforeEach(closeTool)

it('closes the dialog whose work is done, and none that was opened in its place', () => {
  openTool({ tool: 'convert', images })
  const close = closerOfTool()
  openTool({ tool: 'retouch', images })
  close()
  expect(useTool.getState().open?.tool).toBe('retouch')
  closerOfTool()()
  expect(useTool.getState().open).toBeNull()
})
