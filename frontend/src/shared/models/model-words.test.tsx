import { act, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { speak } from '@/i18n'
import { answerAtTheWire, renderInStudio } from '@/shared/studio/test-engine'
import { aModel } from './a-model'
import { useModelLabel, useModels } from './queries'

const labelled = (id: string, label: string) => aModel(id, {}, { label })

function Named() {
  const label = useModelLabel()
  const listed = useModels().map((model) => model.label)
  return <p>{[label('a1111/current'), ...listed].join(' | ')}</p>
}

afterEach(() => act(() => speak('en')))

it('says in the page’s language what is no name of a model, and leaves names as they are', async () => {
  answerAtTheWire({ list_models: () => [labelled('a1111/current', 'The checkpoint that is loaded'), labelled('openai/gpt-image-2', 'GPT Image 2')] })
  renderInStudio(<Named />)
  expect(await screen.findByText('The checkpoint that is loaded | The checkpoint that is loaded | GPT Image 2')).toBeInTheDocument()
  await act(() => speak('ru'))
  expect(await screen.findByText('Загруженная модель (checkpoint) | Загруженная модель (checkpoint) | GPT Image 2')).toBeInTheDocument()
  await act(() => speak('zh'))
  expect(await screen.findByText('当前加载的模型（checkpoint） | 当前加载的模型（checkpoint） | GPT Image 2')).toBeInTheDocument()
})
