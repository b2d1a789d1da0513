// All keys of the configuration as a form, drawn from its schema, with search.
import { useMemo, useState } from 'react';
import type { ConfigSnapshot } from '#contract/types/configuration.ts';
import { t } from '#messages/translate.ts';
import { Card } from '../../../design/page.tsx';
import { SearchInput } from '../../../design/search-input.tsx';
import { RequestStatus } from '../../../design/states.tsx';
import { useRequest } from '../../../state/use-client.ts';
import { matchesQuery, readFields } from './config-fields.ts';
import { ConfigPart } from './config-group.tsx';

/** Each change is saved immediately. */
export function ConfigForm({ config }: { readonly config: ConfigSnapshot }) {
  const read = useRequest('config.schema', {});
  const [query, setQuery] = useState('');
  const fields = useMemo(() => readFields(read.data?.schema), [read.data]);
  const found = fields.filter((field) => matchesQuery(field, query.trim()));
  return (
    <>
      <SearchInput label={t('configuration.search')} value={query} onChange={setQuery} className="mb-3" />
      <RequestStatus read={read} rows={8} loading={t('configuration.loading')} failed={t('configuration.loadFailed')} />
      {read.data !== undefined && found.length === 0 && (
        <p className="text-sm text-ink-faint">{t('configuration.noMatch')}</p>
      )}
      {found.length > 0 && (
        <Card className="overflow-hidden">
          {found.map((field) => (
            <ConfigPart key={field.path.join('.')} field={field} config={config} query={query.trim()} />
          ))}
        </Card>
      )}
    </>
  );
}
