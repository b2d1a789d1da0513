// Actions of the user that take a moment: whether one is under way, and why the last one failed.
import { useRef, useState } from 'react';
import type { RequestError } from '#contract/wire/client-api.ts';
import { asRequestError } from '../state/resource.ts';
import { toastError } from './toasts.ts';

interface ActionState {
  readonly busy: boolean;
  readonly failure?: RequestError;
}

/** Runs one action at a time. With `failed`, a failure is also shown as a toast with that title. */
export function useAction(failed?: string): ActionState & { readonly run: (action: () => unknown) => void } {
  const [state, setState] = useState<ActionState>({ busy: false });
  const running = useRef(false);
  const perform = async (action: () => unknown): Promise<void> => {
    if (running.current) return;
    running.current = true;
    setState({ busy: true });
    try {
      await action();
      setState({ busy: false });
    } catch (cause) {
      setState({ busy: false, failure: asRequestError(cause) });
      if (failed !== undefined) toastError(failed, cause);
    }
    running.current = false;
  };
  return { ...state, run: (action) => void perform(action) };
}
