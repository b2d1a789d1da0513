// Tries rules on past commands while a person edits them.
import { useEffect, useState } from 'react';
import type { MethodParams } from '#contract/methods/registry.ts';
import type { RequestError } from '#contract/wire/client-api.ts';
import type { RuleRehearsal } from '#contract/types/approval-rules.ts';
import { asRequestError } from '../../state/resource.ts';
import { useClient } from '../../state/use-client.ts';

/** Pause in typing before past commands are searched, ms. */
const SETTLE_MS = 300;

/** `problem` says why the rules can't be stored; neither is present while the search runs. */
export interface RehearsalState {
  readonly rehearsal?: RuleRehearsal;
  readonly problem?: RequestError;
}

type Request = MethodParams<'approvals.rules.rehearse'>;

/** Searches again after each change; `request` is undefined while there is nothing to try. */
export function useRehearsal(request: Request | undefined): RehearsalState {
  const client = useClient();
  const key = request === undefined ? '' : JSON.stringify(request);
  const [found, setFound] = useState<RehearsalState & { readonly key: string }>({ key: '' });
  useEffect(() => {
    if (key === '') return undefined;
    const search = new AbortController();
    const timer = setTimeout(() => {
      // The key is the request as plain data.
      client.request('approvals.rules.rehearse', JSON.parse(key) as Request, { signal: search.signal }).then(
        (rehearsal) => setFound({ key, rehearsal }),
        (cause: unknown) => search.signal.aborted || setFound({ key, problem: asRequestError(cause) }),
      );
    }, SETTLE_MS);
    return () => {
      search.abort();
      clearTimeout(timer);
    };
  }, [client, key]);
  return found.key === key ? found : {};
}
