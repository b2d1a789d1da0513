// A key of the settings form: title, description, control, default, reset, and what went wrong.
import { RotateCcw } from 'lucide-react';
import { useId } from 'react';
import type { ConfigSnapshot } from '#contract/types/configuration.ts';
import { joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../../design/button.tsx';
import { ErrorNote } from '../../../design/states.tsx';
import { formatValue } from './check-value.ts';
import { ConfigControl } from './config-controls.tsx';
import { valueAt, type ConfigField } from './config-fields.ts';
import { useFieldSave, type FieldSave } from './use-field-save.ts';
import { GatewayText } from '../../../design/gateway-text.tsx';

/** Properties of a row. */
export interface RowProps {
  readonly field: ConfigField;
  readonly config: ConfigSnapshot;
}

/** For use inside a group. */
export function ConfigRow({ field, config }: RowProps) {
  const id = useId();
  const saving = useFieldSave(config, field.path);
  const path = field.path.join('.');
  const value = valueAt(config.config, field.path);
  const isOwn = valueAt(config.parsed, field.path) !== undefined;
  const origin = config.origins?.[path];
  const facts = joinFacts(
    field.kind === 'secret' ? undefined : t('configuration.default', { value: formatValue(field.default) }),
    origin === 'include' ? t('configuration.origin.include') : undefined,
    origin === 'environment' ? t('configuration.origin.environment') : undefined,
    field.restarts ? t('configuration.afterRestart') : undefined,
  );
  return (
    <div className="border-b border-line px-4 py-3 last:border-b-0" data-setting={path}>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <label htmlFor={id} className="text-sm font-medium text-ink">
            {field.title}
          </label>{' '}
          <code className="text-2xs wrap-anywhere text-ink-faint">{path}</code>
          <div id={`${id}-note`} className="mt-0.5 text-xs wrap-anywhere text-ink-soft">
            <Description text={field.description} />
            <p className="mt-0.5 text-ink-faint">{facts}</p>
          </div>
        </div>
        <div className="flex items-start gap-1 max-md:w-full">
          {isOwn && (
            <IconButton
              icon={RotateCcw}
              label={t('settings.reset', { setting: field.title })}
              size="xs"
              className="mt-1"
              disabled={saving.busy}
              onClick={() => void saving.save(null)}
            />
          )}
          <ConfigControl
            field={field}
            id={id}
            describedBy={`${id}-note`}
            value={value}
            busy={saving.busy}
            onSave={saving.save}
          />
        </div>
      </div>
      <SaveProblem saving={saving} />
    </div>
  );
}

/** Why the value couldn't be saved, or both values if the file has another one now. */
export function SaveProblem({ saving: { failure, conflict, resolve } }: { readonly saving: FieldSave }) {
  if (failure !== undefined) return <ErrorNote message={failure} />;
  if (conflict === undefined) return null;
  const { mine, theirs } = conflict;
  return (
    <div role="alert" className="mt-2 rounded-md border border-warn-strong/45 bg-warn-soft p-3 text-xs text-ink">
      <p className="font-medium">{t('configuration.conflict.value')}</p>
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
        <dt className="text-ink-soft">{t('configuration.conflict.mine')}</dt>
        <dd className="wrap-anywhere">{formatValue(mine)}</dd>
        <dt className="text-ink-soft">{t('configuration.conflict.theirs')}</dt>
        <dd className="wrap-anywhere">{formatValue(theirs)}</dd>
      </dl>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="sm" label={t('configuration.conflict.keepTheirs')} onClick={() => resolve('theirs')} />
        <Button size="sm" label={t('configuration.conflict.useMine')} onClick={() => resolve('mine')} />
      </div>
    </div>
  );
}

/** Text with `code` in backticks. */
export function Description({ text }: { readonly text: string }) {
  // Every other part is between backticks.
  const parts = text.split('`').map((part, at) => (at % 2 === 0 ? part : <code key={`${at}:${part}`}>{part}</code>));
  return <GatewayText>{parts}</GatewayText>;
}
