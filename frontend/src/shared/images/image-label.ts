import type { TFunction } from 'i18next'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Image } from '@/bridge/contract'
import { useModelLabel } from '@/shared/models/queries'

/** Whose picture it is, or what was made of it: `GPT Image 2`, `Cut-out · GPT Image 2`, `cat.png`. */
export function useImageLabel(): (image: Image) => string {
  const { t } = useTranslation()
  const model = useModelLabel()
  return useCallback((image) => labelOf(t, image, model), [t, model])
}

function labelOf(t: TFunction, image: Image, model: (id: string) => string): string {
  const source = image.model ? model(image.model) : image.name
  if (image.kind === 'generated') return source ?? ''
  if (image.kind === 'imported') return source ?? t('images.kind.imported')
  const kind = t(`images.kind.${image.kind}`)
  return source ? `${kind} · ${source}` : kind
}

/** Whether one may see through it. */
export const isSeeThrough = ({ kind, recipe, mime_type }: Image): boolean =>
  mime_type !== 'image/jpeg' && (kind === 'cut_out' || (recipe.asked as Record<string, unknown> | undefined)?.background === 'transparent')
