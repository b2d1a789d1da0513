// Keeps the computer awake while agents work. The screen may still turn off.
import { powerSaveBlocker } from 'electron';

/** Holds at most one request to the system. */
export interface AwakeKeeper {
  update(state: { readonly enabled: boolean; readonly running: number }): void;
  stop(): void;
}

/** Nothing is requested until the first update. */
export function makeAwakeKeeper(): AwakeKeeper {
  let blocker: number | undefined;
  const release = (): void => {
    if (blocker !== undefined) powerSaveBlocker.stop(blocker);
    blocker = undefined;
  };
  return {
    update({ enabled, running }) {
      if (!enabled || running === 0) release();
      else blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    },
    stop: release,
  };
}
