import type { QueryClient } from '@tanstack/react-query'
import type { FoundRecipe } from '@/shared/images/image-target'
import { currentSettings, takeUp } from '../draft'

/** Puts the prompt and the numbers that were found in a file into the controls. */
export function takeFound(client: QueryClient, { prompt, negative_prompt, seed, steps }: FoundRecipe): void {
  const params = currentSettings(client)?.params
  if (!params || !prompt) return
  takeUp(client, prompt, {
    params: {
      ...params,
      ...(negative_prompt ? { negative_prompt } : {}),
      ...(seed !== null && seed !== undefined ? { seed } : {}),
      ...(steps ? { steps } : {}),
    },
  })
}
