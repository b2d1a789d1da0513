// What an edited request would do, checked by the gateway while a person types.
import { useEffect, useState } from 'react';
import type { EditedParts } from '#contract/types/approval-edits.ts';
import type { EditPreview } from '#contract/types/edit-previews.ts';
import type { RequestError } from '#contract/wire/client-api.ts';
import { asRequestError } from '../../state/resource.ts';
import { useClient } from '../../state/use-client.ts';

/** Pause in typing before the edit is checked, ms. */
const SETTLE_MS = 250;

/** `problem` says why the edit can't run; neither is present while it is checked. */
export interface EditPreviewState {
  readonly preview?: EditPreview;
  readonly problem?: RequestError;
}

/** Checks again after each change; `parts` is undefined while nothing is changed. */
export function useEditPreview(id: string, parts: EditedParts | undefined): EditPreviewState {
  const client = useClient();
  const key = parts === undefined ? '' : JSON.stringify([id, parts]);
  const [found, setFound] = useState<EditPreviewState & { readonly key: string }>({ key: '' });
  useEffect(() => {
    if (key === '') return undefined;
    const check = new AbortController();
    const timer = setTimeout(() => {
      // The key is the request as plain data.
      const [approvalId, edited] = JSON.parse(key) as [string, EditedParts];
      client.request('approvals.preview', { id: approvalId, parts: edited }, { signal: check.signal }).then(
        (preview) => setFound({ key, preview }),
        (cause: unknown) => check.signal.aborted || setFound({ key, problem: asRequestError(cause) }),
      );
    }, SETTLE_MS);
    return () => {
      check.abort();
      clearTimeout(timer);
    };
  }, [client, key]);
  return found.key === key ? found : {};
}
