import { queryOptions, useQuery } from '@tanstack/react-query'
import { call } from '@/bridge/call'
import type { Image } from '@/bridge/contract'

/** What is known of a picture. It only changes by events. */
export const imageQuery = (id: string) =>
  queryOptions({ queryKey: ['image', id], queryFn: () => call('get_image', { img_id: id }), staleTime: Infinity })

export const useImage = (id: string): Image | undefined => useQuery(imageQuery(id)).data
