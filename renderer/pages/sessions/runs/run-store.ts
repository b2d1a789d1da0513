// The run whose details are open.
import { createStore } from 'zustand/vanilla';

/** Without a run, the dialog is closed. */
export const runStore = createStore<{ readonly runId: string | undefined }>(() => ({ runId: undefined }));

/** Opens the details of a run. */
export function showRun(runId: string): void {
  runStore.setState({ runId });
}
