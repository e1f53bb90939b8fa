import { create } from 'zustand'
import type { ExportOptions } from '@/bridge/contract'
import type { ConvertForm } from './convert'

export const TOKENS = ['date', 'time', 'model', 'provider', 'prompt', 'seed', 'size', 'n', 'id'] as const
export const METADATA = ['recipe', 'asIs', 'none'] as const

/** How the last export was asked for: the next one starts there. */
export interface ExportDraft extends Pick<ConvertForm, 'format' | 'quality'> {
  name: string
  metadata: (typeof METADATA)[number]
}

export const useExportDraft = create<ExportDraft>(() => ({
  name: '{date}_{model}_{prompt}_{n}',
  format: 'same',
  quality: 90,
  metadata: 'recipe',
}))

export const exportOptions = ({ name, format, quality, metadata }: ExportDraft): ExportOptions => ({
  name,
  convert: format === 'same' ? null : { format, ...(format === 'png' ? {} : { quality }) },
  recipe: metadata === 'recipe',
  strip: metadata === 'none',
})
