import { useMemo } from 'react'
import type { ModelInfo } from '@/bridge/contract'
import { deriveControls, type Control } from '@/shared/parameters/controls'
import { ParameterControl } from '@/shared/parameters/ParameterControl'
import { withModelParams } from '../request'
import { useChosen, useParams } from '../use-request'

const NONE: Control[] = []

/** What of the chosen models only this one takes. */
export function useOwnControls(id: string, chosen: boolean): Control[] {
  const models = useChosen()
  const { perModel } = useMemo(() => deriveControls(models), [models])
  return (chosen && perModel[id]) || NONE
}

export function OwnParameters({ model, controls }: { model: ModelInfo; controls: Control[] }) {
  const [params, setParams] = useParams()
  const own = params.per_model?.[model.id]
  return (
    <div className="flex animate-appear flex-col gap-2 px-1.5 pt-0.5 pb-2.5 pl-[34px]">
      {controls.map((control) => (
        <ParameterControl
          key={control.name}
          control={control}
          value={own?.[control.name] ?? null}
          onChange={(value) => setParams(withModelParams(params, model.id, { [control.name]: value }))}
        />
      ))}
    </div>
  )
}
