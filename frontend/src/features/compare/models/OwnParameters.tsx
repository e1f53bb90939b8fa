import type { ModelInfo } from '@/bridge/contract'
import type { Control } from '@/shared/parameters/controls'
import { ParameterControl } from '@/shared/parameters/ParameterControl'
import { withModelParams } from '@/shared/parameters/request'
import { useParams } from '../use-request'

/** What of the chosen models only this one takes. */
export function OwnParameters({ model, controls }: { model: ModelInfo; controls: readonly Control[] }) {
  const [params, setParams] = useParams()
  const own = params.per_model?.[model.id]
  return (
    <div className="flex animate-appear flex-col gap-2 pt-0.5 pr-0.5 pb-2.5 pl-6">
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
