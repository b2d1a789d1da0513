// Toasts, and actions of the user that report their failure by one. A vanilla store, so that any code can show a toast.
import { useRef, useState } from 'react';
import { createStore } from 'zustand/vanilla';
import type { RequestError } from '#contract/wire/client-api.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { asRequestError } from '../state/resource.ts';

/** A toast on the screen. */
export interface Toast {
  readonly id: number;
  readonly title: string;
  readonly detail?: string;
  readonly tone: 'neutral' | 'bad';
  readonly action?: { readonly label: string; readonly run: () => void };
  readonly lastsMs: number;
}

/** How long a toast stays, without and with an action, ms. */
const PLAIN_MS = 5_000;
const ACTION_MS = 10_000;
const MAX_SHOWN = 4;

/** The toasts on the screen, oldest first. */
export const toastStore = createStore<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }));
let lastId = 0;

/** Shows a toast and returns its id. With an action, it stays longer. */
export function toast(request: {
  readonly title: string;
  readonly detail?: string;
  readonly tone?: Toast['tone'];
  readonly action?: Toast['action'];
}): number {
  lastId += 1;
  const { title, detail, action, tone = 'neutral' } = request;
  const next: Toast = {
    id: lastId,
    title,
    tone,
    lastsMs: action === undefined && tone === 'neutral' ? PLAIN_MS : ACTION_MS,
    ...(detail === undefined ? {} : { detail }),
    ...(action === undefined ? {} : { action }),
  };
  toastStore.setState(({ toasts }) => ({ toasts: [...toasts, next].slice(-MAX_SHOWN) }));
  return next.id;
}

/** Reports a failure, with the error's message as detail. */
export function toastError(title: string, error: unknown): void {
  toast({ title, detail: errorMessage(error), tone: 'bad' });
}

/** Runs an action of the user, and reports a failure under `title`. */
export function attempt(title: string, action: () => Promise<unknown>): void {
  action().catch((cause: unknown) => toastError(title, cause));
}

/** Removes a toast. */
export function dismissToast(id: number): void {
  toastStore.setState(({ toasts }) => ({ toasts: toasts.filter((entry) => entry.id !== id) }));
}

interface ActionState {
  readonly busy: boolean;
  readonly failure?: RequestError;
}

/** Runs one action at a time. With `failed`, a failure is shown as a toast with that title. */
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
