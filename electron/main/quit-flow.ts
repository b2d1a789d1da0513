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
  /** Ends the process after that, and installs an update if there is one. Not called when the system shuts down. */
  readonly exit: () => void;
}

/** State of the quit flow. */
export interface QuitFlow {
  /** `true` once quitting is decided: windows close instead of hiding. */
  isQuitting(): boolean;
  /** Quits without a question: the user has already decided. */
  quit(): void;
}

type Stage = 'open' | 'asking' | 'decided' | 'stopping' | 'stopped';

/** Handles all ways to quit the app. */
export function handleQuit(options: QuitFlowOptions): QuitFlow {
  let stage: Stage = 'open';
  const isQuitting = (): boolean => stage !== 'open' && stage !== 'asking';
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
    if (isQuitting()) return;
    const running = options.running();
    if (running.length === 0) {
      stage = 'decided';
      return;
    }
    event.preventDefault();
    if (stage === 'open') void ask(running);
  });
  let isShuttingDown = false;
  app.on('will-quit', (event) => {
    // An installer that has started waits for the process to end.
    if (stage === 'stopped') return;
    event.preventDefault();
    if (stage === 'stopping') return;
    stage = 'stopping';
    void options.stop().finally(() => {
      stage = 'stopped';
      if (isShuttingDown) app.exit(0);
      else options.exit();
    });
  });
  // The system is shutting down, so there is no time for a dialog or an installation.
  powerMonitor.on('shutdown', () => {
    isShuttingDown = true;
    decide();
  });
  return { isQuitting, quit: decide };
}
