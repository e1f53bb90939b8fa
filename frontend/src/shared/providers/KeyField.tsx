import type { SecretFieldProps } from '@/shared/ui/SecretField'
import { SecretField } from '@/shared/ui/SecretField'

/** A key is one line without spaces, however it was copied. */
export function KeyField({ onChange, ...rest }: SecretFieldProps) {
  return <SecretField {...rest} onChange={(key) => onChange(key.trim())} />
}
