// The limits of what is collected for a session's model, edited in place.
import { useState, type SyntheticEvent } from 'react';
import { CONTEXT_PARTS, MAX_CONTEXT_TOKENS, type SessionContext } from '#contract/types/context.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../../design/button.tsx';
import { TextField } from '../../../../design/field.tsx';
import { ErrorNote } from '../../../../design/states.tsx';
import { toast, useAction } from '../../../../design/toasts.ts';
import { getHint } from '../../../../state/resource.ts';
import { useClient } from '../../../../state/use-client.ts';
import { changedLimits, isValidLimit, toLimitsDraft } from './limits-draft.ts';

interface CollectedLimitsProps {
  readonly data: SessionContext;
  readonly onSaved: () => void;
}

/** Enter saves. */
export function CollectedLimits({ data, onSaved }: CollectedLimitsProps) {
  const { key, settings, own } = data;
  const client = useClient();
  const [draft, setDraft] = useState(toLimitsDraft(settings));
  const { busy, failure, run } = useAction();
  const isValid = CONTEXT_PARTS.every((part) => isValidLimit(draft[part]));
  const patch = async (context: ReturnType<typeof changedLimits> | null): Promise<void> => {
    await client.request('sessions.patch', { key, context });
    toast({ title: t('context.saved') });
    onSaved();
  };
  const save = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (isValid) run(() => patch(changedLimits(draft, settings, own)));
  };
  return (
    <form onSubmit={save} aria-label={t('context.limits')} className="flex flex-col gap-3">
      <h3 className="text-xs font-medium text-ink-soft">{t('context.limits')}</h3>
      <p className="text-xs text-ink-faint">{t('context.limitHint')}</p>
      <div className="grid grid-cols-2 gap-3">
        {CONTEXT_PARTS.map((part) => (
          <TextField
            key={part}
            label={t(`context.kind.${part}`)}
            aria-label={t('context.limit', { part: t(`context.kind.${part}`) })}
            inputMode="numeric"
            value={draft[part]}
            error={isValidLimit(draft[part]) ? undefined : t('context.invalid', { most: MAX_CONTEXT_TOKENS })}
            onChange={(text) => setDraft({ ...draft, [part]: text })}
          />
        ))}
      </div>
      <TextField
        label={t('context.paths')}
        hint={t('context.pathsHint')}
        rows={3}
        value={draft.paths}
        onChange={(paths) => setDraft({ ...draft, paths })}
      />
      {failure !== undefined && <ErrorNote message={failure.message} hint={getHint(failure)} />}
      <div className="flex flex-wrap gap-2 pointer-coarse:gap-3">
        <Button type="submit" size="sm" look="primary" label={t('context.save')} busy={busy} disabled={!isValid} />
        {Object.keys(own).length > 0 && (
          <Button size="sm" label={t('context.reset')} disabled={busy} onClick={() => run(() => patch(null))} />
        )}
      </div>
    </form>
  );
}
