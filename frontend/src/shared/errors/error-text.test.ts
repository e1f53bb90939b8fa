import i18next from 'i18next'
import { describe, expect, it } from 'vitest'
import { sentencesOf } from '@/i18n'
import { errorWords } from './error-text'

const words = (code: string, details = {}, names = {}) => errorWords(i18next.getFixedT('en'), { code, details }, names)

describe('errorWords', () => {
  it('leaves no room around a Chinese name in a Chinese sentence', async () => {
    i18next.addResourceBundle('zh', 'translation', await sentencesOf('zh'))
    const said = (provider: string) => errorWords(i18next.getFixedT('zh'), { code: 'provider_unavailable', details: {} }, { provider }).text
    expect(said('兼容 OpenAI 的服务')).toMatch(/^兼容 OpenAI 的服务出现故障/)
    expect(said('OpenAI')).toMatch(/^OpenAI 出现故障/)
  })

  it('names the provider and the model by the labels it is given, else by their ids', () => {
    expect(words('auth_failed', { provider: 'openai' }, { provider: 'OpenAI' }).text).toContain('OpenAI did not accept')
    expect(words('auth_failed', { provider: 'openai' }).text).toContain('openai did not accept')
    expect(words('auth_failed').text).toContain('The provider did not accept')
  })

  it('says whether it cost anything, where money was at stake', () => {
    expect(words('content_refused', { charged: 'no' }).charged).toBe('Nothing was charged.')
    expect(words('outcome_unknown', { charged: 'unknown' }).charged).toBe('It may have been charged.')
    expect(words('not_found').charged).toBeNull()
  })

  it('says how long to wait where the provider did', () => {
    expect(words('rate_limited', { retry_after: 12.2 }).text).toContain('13 s')
    expect(words('rate_limited').text).toContain('in a moment')
  })

  it('tells a missing key from a refused one', () => {
    expect(words('auth_failed', { reason: 'no_key' }).title).toBe('No key yet')
    expect(words('auth_failed').title).toBe('Key refused')
  })

  it('tells a page that is signed out from an engine that is gone', () => {
    expect(words('engine_gone', { status: 401 }).title).toBe('Signed out')
    expect(words('engine_gone').title).toBe('The engine does not answer')
  })

  it('names the data folder that another studio holds', () => {
    expect(words('locked', { folder: '/media/ada/Pictures & more' }).text).toContain('holds the data folder /media/ada/Pictures & more.')
  })

  it('speaks of no picture where words were asked for', () => {
    const chat = { model: 'Grok', chat: true }
    expect(words('bad_response', { reason: 'empty' }, chat).text).toContain('Grok answered with nothing that can be used')
    expect(words('content_refused', {}, chat).text).toContain('Grok would not answer')
    expect(words('timeout', { reason: 'still_running' }, chat).title).toBe('Still at work')
  })

  it('tells what became of a job at its provider', () => {
    const reasons = ['remote_cancel_asked', 'remote_cancel_impossible', 'remote_cancel_unreachable', 'remote_cancel_too_late', 'left_at_provider']
    const told = [...reasons, undefined].map((reason) => words('cancelled', { provider: 'fal', reason }).text)
    expect(new Set(told).size).toBe(told.length)
    expect(words('timeout', { reason: 'still_running' }).title).toBe('Still at work')
  })

  it('never shows a code that it does not know', () => {
    expect(words('brand_new')).toEqual(words('internal'))
  })

  it('takes no words from the message, and none that are not text from the details', () => {
    expect(words('timeout', { provider: { html: '<b>' } }).text).toContain('The provider took longer')
  })
})
