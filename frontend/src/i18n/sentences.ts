export type Sentences = Record<string, unknown>

/**
 * `en.json` and every `<feature>.en.json` beside it are laid together at their top-level sections:
 * a feature's file holds `{"compare": {...}}` and its sentences are `t('compare.…')`.
 */
export const laidTogether = (files: Record<string, Sentences>): Sentences => Object.assign({}, ...Object.values(files)) as Sentences
