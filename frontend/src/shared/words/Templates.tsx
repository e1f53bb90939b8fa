import { useQuery } from '@tanstack/react-query'
import { QueryFailure } from '@/shared/errors/QueryFailure'
import { templatesQuery } from './queries'
import { TemplateEditor } from './TemplateEditor'

/** The texts that tell chat models what to do; all of them, or those of `names`. */
export function Templates({ names }: { names?: readonly string[] }) {
  const query = useQuery(templatesQuery)
  if (!query.data && query.isError) return <QueryFailure query={query} />
  const shown = query.data?.filter(({ name }) => names?.includes(name) ?? true) ?? []
  return (
    <div className="flex flex-col gap-6 pb-1">
      {shown.map((template) => (
        <TemplateEditor key={template.name} template={template} />
      ))}
    </div>
  )
}
