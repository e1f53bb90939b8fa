import { Info, Star } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from '@tanstack/react-query'
import { TextField } from '@/shared/ui/Field'
import { IconButton } from '@/shared/ui/IconButton'
import { Select } from '@/shared/ui/Select'
import { Slider } from '@/shared/ui/Slider'
import { useSettled } from '@/shared/ui/use-settled'
import { pageQuery } from '../queries'
import { FilterButton } from './FilterButton'
import { FilterChips } from './FilterChips'
import { changeLook, SORTS, TILE_SIZES, toggleDetail, useLook } from './look-state'
import { StorageButton } from './StorageButton'

export const SEARCH_ID = 'library-search'

/** What is looked at, in what order, how large; how much there is. */
export function LibraryHeader() {
  const { t, i18n } = useTranslation()
  const { look, tile, detail } = useLook()
  const { data } = useQuery(pageQuery(look, 0))
  return (
    <header className="shrink-0 border-b border-line">
      <div className="flex h-[50px] items-center gap-2 px-3.5">
        <Search />
        <FilterButton />
        <IconButton
          icon={Star}
          active={look.favourite}
          label={t('library.favourites')}
          onClick={() => changeLook({ favourite: !look.favourite })}
        />
        <span aria-live="polite" className="flex-[1_0_auto] px-1 text-muted tabular-nums">
          {data && t('library.count', { count: data.total, shown: data.total.toLocaleString(i18n.language) })}
        </span>
        <Slider
          className="w-24! max-[1100px]:hidden!"
          label={t('library.tileSize')}
          min={TILE_SIZES.min}
          max={TILE_SIZES.max}
          step={12}
          value={tile}
          onChange={(next) => useLook.setState({ tile: next })}
        />
        <Select
          className="w-40! max-[900px]:w-32!"
          aria-label={t('library.sort.title')}
          value={look.sort}
          options={SORTS.map((value) => ({ value, label: t(`library.sort.${value}`) }))}
          onChange={(sort) => changeLook({ sort })}
        />
        <StorageButton />
        <IconButton icon={Info} active={detail} label={t('library.detail.title')} shortcut="i" onClick={toggleDetail} />
      </div>
      <FilterChips />
    </header>
  )
}

/** The words are looked for when the typing pauses. */
function Search() {
  const { t } = useTranslation()
  const [text, setText] = useState(() => useLook.getState().look.text)
  const wanted = useSettled(text.trim(), 180)
  useEffect(() => {
    if (wanted !== useLook.getState().look.text) changeLook({ text: wanted })
  }, [wanted])
  useEffect(
    () =>
      useLook.subscribe(({ look }, before) => {
        // Taken back elsewhere: by its chip, or with all filters.
        if (look.text === '' && before.look.text !== '') setText((now) => (now.trim() === before.look.text ? '' : now))
      }),
    [],
  )
  return (
    <TextField
      id={SEARCH_ID}
      type="search"
      className="max-w-72 min-w-32 flex-[1_1_200px]"
      value={text}
      onChange={(event) => setText(event.target.value)}
      placeholder={t('library.search')}
      aria-label={t('library.search')}
    />
  )
}
