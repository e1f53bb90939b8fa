import type { Capabilities, ModelInfo } from '@/bridge/contract'

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
    capabilities: { sizes: { rule: 'free' }, ...capabilities },
    price: null,
    ...rest,
  } as ModelInfo
}
