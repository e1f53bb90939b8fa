import { describe, expect, it } from 'vitest'
import { imagePrompt } from './written'

const row = (state: 'running' | 'done' | 'failed', text: string, prompt = '') => ({ state, text, prompt })

describe('the image prompt', () => {
  it('takes the words when they are all there, and not before', () => {
    expect(imagePrompt(row('running', 'a grey'), undefined).text).toBe('')
    expect(imagePrompt(row('failed', 'a grey'), undefined).text).toBe('')
    expect(imagePrompt(row('done', 'a grey cat'), undefined)).toEqual({ text: 'a grey cat', offer: false })
  })

  it('never takes them over what the user wrote, but offers them', () => {
    const written = { text: 'my own cat', early: true }
    expect(imagePrompt(row('running', 'a grey'), written)).toEqual({ text: 'my own cat', offer: false })
    expect(imagePrompt(row('done', 'a grey cat'), written)).toEqual({ text: 'my own cat', offer: true })
    expect(imagePrompt(row('done', 'a grey cat', 'kept from before'), undefined)).toEqual({ text: 'kept from before', offer: true })
  })

  it('takes them into a box that was emptied while they came, and leaves one empty that was emptied after', () => {
    expect(imagePrompt(row('done', 'a grey cat'), { text: '', early: true }).text).toBe('a grey cat')
    expect(imagePrompt(row('done', 'a grey cat'), { text: '', early: false })).toEqual({ text: '', offer: true })
  })
})
