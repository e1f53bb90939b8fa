import { expect, it } from 'vitest'
import { EMPTY_DRAFT } from '@/shared/batch/draft'
import { requestOf } from './request'

it('says in which order the lists were written, which an object loses where names are numbers', () => {
  const lists = { mood: ['calm'], 24: ['y'], 7: ['x'] }
  const sent = JSON.parse(JSON.stringify(requestOf({ ...EMPTY_DRAFT, lists, list_names: ['mood', 'gone', '24', '7'] }, [], {}))) as ReturnType<typeof requestOf>
  expect(sent.params.list_names).toEqual(['mood', '24', '7'])
  expect(sent.params.lists).toEqual(lists)
})
