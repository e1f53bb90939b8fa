import { QueryClient } from '@tanstack/react-query'
import { renderHook } from '@testing-library/react'
import i18next from 'i18next'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Image } from '@/bridge/contract'
import { answerAtTheWire, EngineSays } from '@/shared/studio/test-engine'
import type { ImageContext } from '../image-target'

const images = ['a', 'b'].map((id) => ({ id }) as Image)
const context: ImageContext = { t: i18next.t, client: new QueryClient(), transport: 'browser' }
const ended = { kind: 'split', state: 'done', done: 2, total: 2, image_ids: ['c', 'd'], failures: [], signed: [], failed: 0, error: null }
const kept = () => Object.keys(JSON.parse(sessionStorage.getItem('jobs-to-tell') ?? '{}') as object)

/** As a page that was just loaded. */
async function load() {
  vi.resetModules()
  const { split } = await import('./tool-hands')
  const { tellKeptEnds } = await import('./job-ends')
  const { hearImageJob } = await import('@/shared/jobs/image-jobs')
  const { useToasts } = await import('@/shared/ui/toasts')
  return { split, tellKeptEnds, hearImageJob, said: () => renderHook(useToasts).result.current.map(({ text }) => text) }
}

beforeEach(() => sessionStorage.clear())

describe('the end of a work over many pictures', () => {
  it('is told by the next page where this one was left before the engine had answered', async () => {
    const asked = answerAtTheWire({ process_image: () => new Promise(() => null), get_job: ({ job_id }) => ({ ...ended, id: job_id }) })
    void (await load()).split(images, context)
    await expect.poll(() => asked.length).toBe(1)
    const { tellKeptEnds, said } = await load()
    tellKeptEnds(context)
    await expect.poll(said).toEqual(['Split into 2'])
    expect(asked.at(-1)).toEqual({ method: 'get_job', args: { job_id: asked[0]?.args.request_id } })
    expect(kept()).toEqual([])
  })

  it('is told also where the call of the page before reaches the engine only after this one has asked', async () => {
    answerAtTheWire({
      process_image: () => new Promise(() => null),
      get_job: () => {
        throw new EngineSays({ code: 'not_found', message: '', details: {} })
      },
    })
    void (await load()).split(images, context)
    await expect.poll(kept).toHaveLength(1)
    const { tellKeptEnds, said, hearImageJob } = await load()
    tellKeptEnds(context)
    const [id = ''] = kept()
    hearImageJob({ ...ended, id, kind: 'split', state: 'running', done: 0 })
    hearImageJob({ ...ended, id, kind: 'split', state: 'done' })
    await expect.poll(said).toEqual(['Split into 2'])
    expect(kept()).toEqual([])
  })

  it('is told beside what another version of the page had kept', async () => {
    const ours = { begun: { of: 'tool', action: 'split', options: {} }, at: Date.now() }
    const others = { old: { action: 'split', at: 1 }, half: { begun: { of: 'tool', action: 'bend', options: {} }, at: 1 }, none: null }
    answerAtTheWire({ get_job: ({ job_id }) => ({ ...ended, id: job_id }) })
    for (const nothing of ['{', 'null', '7']) {
      sessionStorage.setItem('jobs-to-tell', nothing)
      ;(await load()).tellKeptEnds(context)
    }
    sessionStorage.setItem('jobs-to-tell', JSON.stringify({ ...others, ours }))
    const { tellKeptEnds, said } = await load()
    tellKeptEnds(context)
    await expect.poll(said).toEqual(['Split into 2'])
    expect(kept()).toEqual([])
  })

  it('is not waited for where the engine refused to begin', async () => {
    answerAtTheWire({
      process_image: () => {
        throw new EngineSays({ code: 'bad_request', message: '', details: {} })
      },
    })
    const { split } = await load()
    await expect(split(images, context)).rejects.toThrow()
    expect(kept()).toEqual([])
  })
})
