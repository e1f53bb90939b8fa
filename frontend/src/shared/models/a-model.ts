import type { Capabilities, FreeSize, ModelInfo } from '@/bridge/contract'

/** Any size up to a ratio of its long edge to the short. */
export const freeSize = (max_ratio: number): FreeSize => ({
  rule: 'free',
  multiple: 1,
  min_edge: 1,
  max_edge: 8192,
  min_pixels: 1,
  max_pixels: 64_000_000,
  max_ratio,
  default: '1024x1024',
})

const TAKES_NOTHING: Capabilities = {
  sizes: freeSize(16),
  n_per_call: 1,
  seed: false,
  seed_max: 4_294_967_295,
  steps: null,
  guidance: null,
  strength: null,
  quality: [],
  negative_prompt: false,
  background: [],
  style: [],
  formats: [],
  references: null,
  masks: null,
  prompt_max_chars: null,
}

/** A model for tests: usable, free, and taking nothing but what is given. */
export function aModel(id: string, capabilities: Partial<Capabilities> = {}, rest: Partial<ModelInfo> = {}): ModelInfo {
  const [provider = '', name = ''] = id.split('/')
  return {
    id,
    provider,
    provider_label: provider,
    name,
    label: name,
    kind: 'image',
    available: true,
    reason: null,
    capabilities: { ...TAKES_NOTHING, ...capabilities },
    price: null,
    usual_seconds: null,
    ends: null,
    is_ai: true,
    note: null,
    chat: null,
    ...rest,
  }
}
