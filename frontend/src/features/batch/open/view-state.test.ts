import { expect, it } from 'vitest'
import { openBatch } from '@/shared/batch/draft'
import { changeFilter, lookAt, useBatchView } from './view-state'

it('looks at another batch without what the one before was searched for, and keeps that where the same is opened', () => {
  openBatch('bat_1')
  changeFilter({ text: 'shoe' })
  lookAt(3)
  openBatch('bat_1')
  expect(useBatchView.getState()).toMatchObject({ filter: { text: 'shoe' }, at: 3 })
  openBatch('bat_2')
  expect(useBatchView.getState()).toMatchObject({ filter: {}, at: null })
})
