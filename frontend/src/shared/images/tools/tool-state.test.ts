import { beforeEach, expect, it, vi } from 'vitest'
import type { Image } from '@/bridge/contract'
import { closerOfTool, closeTool, openerLater, openTool, useTool } from './tool-state'

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

it('opens a dialog that work asks for at its end, but over none that was opened meanwhile', () => {
  const offer = vi.fn<(open: () => void) => void>()
  const dialog = () => document.body.appendChild(Object.assign(document.createElement('div'), { role: 'dialog' }))
  const there = [dialog()]
  const open = openerLater()
  open({ tool: 'split', images }, offer)
  expect(useTool.getState().open?.tool).toBe('split')
  closeTool()
  there.push(dialog())
  open({ tool: 'split', images }, offer)
  expect(useTool.getState().open).toBeNull()
  offer.mock.calls[0]?.[0]()
  expect(useTool.getState().open?.tool).toBe('split')
  for (const each of there) each.remove()
})
