// The details of the chosen run. The dialog loads when it first opens.
import { Suspense } from 'react';
import { useStore } from 'zustand';
import { lazyPart } from '../../../state/load-part.ts';
import { runStore } from './run-store.ts';

const RunDialog = lazyPart(() => import('./run-dialog.tsx'), 'RunDialog');

/** Mounted once; empty while no run is chosen. */
export function RunDetails() {
  const { runId } = useStore(runStore);
  return <Suspense>{runId !== undefined && <RunDialog runId={runId} />}</Suspense>;
}
