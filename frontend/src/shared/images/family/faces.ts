import type { QueryClient } from '@tanstack/react-query'
import { create } from 'zustand'
import type { Image } from '@/bridge/contract'
import { imageQuery } from '../queries'
import { familyOf, offspringQuery } from './offspring'

/** Which of a family a cell shows, by the id of the picture that all came from; itself where nothing is said. */
export const useFaces = create<{ faces: Readonly<Record<string, string>> }>(() => ({ faces: {} }))

export const setFace = (root: string, id: string) => useFaces.setState(({ faces }) => ({ faces: { ...faces, [root]: id } }))

/** Shows a picture in the cell of the one it came from. */
export function showFace(client: QueryClient, image: Image): void {
  let root = image
  for (let parent = parentOf(client, root); parent; parent = parentOf(client, root)) root = parent
  setFace(root.parent_id ?? root.id, image.id)
}

const parentOf = (client: QueryClient, { parent_id }: Image): Image | undefined =>
  parent_id ? client.getQueryData<Image>(imageQuery(parent_id).queryKey) : undefined

/** Which picture stands for `root`: what is gone since does not. */
export function faceOf(client: QueryClient, runId: string, root: string): string {
  const face = useFaces.getState().faces[root]
  const family = familyOf(root, client.getQueryData(offspringQuery(runId).queryKey) ?? [])
  return face && family.some(({ id }) => id === face) ? face : root
}

/** The next of its family, round the end. */
export function stepFace(client: QueryClient, runId: string, root: string | null | undefined, step: 1 | -1): void {
  if (!root) return
  const members = [root, ...familyOf(root, client.getQueryData(offspringQuery(runId).queryKey) ?? []).map(({ id }) => id)]
  const next = members.at((members.indexOf(faceOf(client, runId, root)) + step) % members.length)
  if (next) setFace(root, next)
}
