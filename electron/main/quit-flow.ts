// Quitting: confirms while agents are running, then stops everything in order before the process exits.
import { app, dialog, powerMonitor } from 'electron';

import { QUIT_BUTTON, quitQuestion } from './quit-question.ts';
import type { RunningSession } from './tray-menu.ts';

/** Dependencies of the quit flow. */
export interface QuitFlowOptions {
  /** Sessions with an active run. */
  readonly running: () => readonly RunningSession[];
  /** Stops ports, tray and host. */
  readonly stop: () => Promise<void>;
}

/** State of the quit flow. */
export interface QuitFlow {
  /** `true` once quitting is decided: windows close instead of hiding. */
  isQuitting(): boolean;
}

type Stage = 'open' | 'asking' | 'decided' | 'stopping';

/** Handles all ways to quit the app. */
export function handleQuit(options: QuitFlowOptions): QuitFlow {
  let stage: Stage = 'open';
  const decide = (): void => {
    stage = 'decided';
    app.quit();
  };
  const ask = async (running: readonly RunningSession[]): Promise<void> => {
    stage = 'asking';
    const { response } = await dialog.showMessageBox(quitQuestion(running));
    if (response === QUIT_BUTTON) decide();
    else stage = 'open';
  };
  app.on('before-quit', (event) => {
    if (stage === 'decided' || stage === 'stopping') return;
    const running = options.running();
    if (running.length === 0) {
      stage = 'decided';
      return;
    }
    event.preventDefault();
    if (stage === 'open') void ask(running);
  });
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (stage === 'stopping') return;
    stage = 'stopping';
    void options.stop().finally(() => app.exit(0));
  });
  // The system is shutting down, so there is no time for a dialog.
  powerMonitor.on('shutdown', decide);
  return { isQuitting: () => stage === 'decided' || stage === 'stopping' };
}
