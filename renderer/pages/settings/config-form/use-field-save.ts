// The state of saving one field: busy, failed, or in conflict with another change.
import { useState } from 'react';
import type { ConfigSnapshot } from '#contract/types/configuration.ts';
import { formatList } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { toast } from '../../../design/toasts.ts';
import { asRequestError } from '../../../state/resource.ts';
import { useClient } from '../../../state/use-client.ts';
import { saveValue, type ValueConflict } from './save-value.ts';

/** How a field is saved. */
export interface FieldSave {
  readonly busy: boolean;
  readonly failure: string | undefined;
  readonly conflict: ValueConflict | undefined;
  /** Null resets the value. Resolves to whether it was saved. */
  readonly save: (value: unknown) => Promise<boolean>;
  /** Ends a conflict: with the user's value, or with that of the file. */
  readonly resolve: (keep: 'mine' | 'theirs') => void;
}

/** Saves the value at `path`. */
export function useFieldSave(config: ConfigSnapshot, path: readonly string[]): FieldSave {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [conflict, setConflict] = useState<ValueConflict>();
  const write = async (value: unknown, base: Pick<ConfigSnapshot, 'hash' | 'parsed'>): Promise<boolean> => {
    setBusy(true);
    setFailure(undefined);
    setConflict(undefined);
    try {
      const saved = await saveValue(client, base, path, value);
      if ('conflict' in saved) setConflict(saved.conflict);
      else if (saved.restart.length > 0)
        toast({ title: t('configuration.restart', { paths: formatList(saved.restart) }) });
      return !('conflict' in saved);
    } catch (error) {
      setFailure(asRequestError(error).message);
      return false;
    } finally {
      setBusy(false);
    }
  };
  const resolve = (keep: 'mine' | 'theirs'): void => {
    if (conflict === undefined) return;
    if (keep === 'mine') void write(conflict.mine, conflict.base);
    else setConflict(undefined);
  };
  return { busy, failure, conflict, save: (value) => write(value, config), resolve };
}
