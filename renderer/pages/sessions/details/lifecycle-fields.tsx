// When a session starts a new conversation, and when it is deleted.
import { useState } from 'react';
import type { ResetPolicy } from '#contract/sessions/session-lifecycle.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { TextField } from '../../../design/field.tsx';
import { SelectField } from '../../../design/select.tsx';
import { attempt } from '../../../design/toasts.ts';
import type { SessionChanges } from '../../../state/pending-rows.ts';
import { useServices } from '../../../state/use-client.ts';
import {
  listRetentions,
  policyValue,
  RESET_CHOICES,
  toResetChoice,
  toResetPolicy,
  withPolicyValue,
} from './lifecycle.ts';

/** Saved immediately; numbers when they are left. */
export function LifecycleFields({ row }: { readonly row: SessionRow }) {
  const { sessions } = useServices();
  const save = (changes: SessionChanges): void =>
    attempt(t('sessions.details.saveFailed'), () => sessions.patch(row.key, changes));
  const { resetPolicy, retentionDays } = row;
  const hasValue = resetPolicy?.mode === 'idle' || resetPolicy?.mode === 'daily';
  return (
    <>
      <SelectField
        label={t('sessions.details.reset')}
        hint={t('sessions.details.reset.hint')}
        value={toResetChoice(resetPolicy)}
        options={RESET_CHOICES.map((value) => ({ value, label: t(`sessions.details.reset.${value}`) }))}
        onChange={(choice) => save({ resetPolicy: toResetPolicy(choice) })}
      />
      {hasValue && (
        <PolicyValue key={resetPolicy.mode} policy={resetPolicy} onSave={(policy) => save({ resetPolicy: policy })} />
      )}
      <SelectField
        label={t('sessions.details.retention')}
        hint={t('sessions.details.retention.hint')}
        value={String(retentionDays ?? DEFAULT)}
        options={listRetentions(retentionDays).map((days) => ({
          value: String(days ?? DEFAULT),
          label: describe(days),
        }))}
        onChange={(value) => save({ retentionDays: value === DEFAULT ? null : Number(value) })}
      />
    </>
  );
}

const DEFAULT = 'default';

function describe(days: number | undefined): string {
  if (days === undefined) return t('sessions.details.retention.default');
  return days === 0 ? t('sessions.details.retention.never') : t('sessions.details.retention.days', { days });
}

interface PolicyValueProps {
  readonly policy: ResetPolicy;
  readonly onSave: (policy: ResetPolicy) => void;
}

function PolicyValue({ policy, onSave }: PolicyValueProps) {
  const [text, setText] = useState(policyValue(policy));
  const leave = (): void => {
    const changed = withPolicyValue(policy, text);
    if (changed === undefined) setText(policyValue(policy));
    else if (policyValue(changed) !== policyValue(policy)) onSave(changed);
  };
  return (
    <TextField
      label={policy.mode === 'idle' ? t('sessions.details.idleMinutes') : t('sessions.details.hour')}
      inputMode="numeric"
      value={text}
      onChange={setText}
      onBlur={leave}
      onKeyDown={(event) => (event.key === 'Enter' ? leave() : undefined)}
    />
  );
}
