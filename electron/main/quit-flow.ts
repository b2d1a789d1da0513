// Quitting: asks while agents are at work, then stops everything in order before the process ends.
import { app, dialog, powerMonitor } from 'electron';

import { QUIT_BUTTON, quitQuestion } from './quit-question.ts';
import type { RunningSession } from './tray-menu.ts';

/** What quitting needs to know and do. */
export interface QuitFlowOptions {
  /** Sessions at work right now. */
  readonly running: () => readonly RunningSession[];
  /** Stops ports, tray and host. */
  readonly stop: () => Promise<void>;
}

/** How far quitting has come. */
export interface QuitFlow {
  /** `true` once the app is really going: windows close instead of hiding. */
  isQuitting(): boolean;
}

type Stage = 'open' | 'asking' | 'decided' | 'stopping';

/** Takes charge of quitting. */
export function takeChargeOfQuitting(options: QuitFlowOptions): QuitFlow {
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
  // The system is going down: nobody can answer a question now.
  powerMonitor.on('shutdown', decide);
  return { isQuitting: () => stage === 'decided' || stage === 'stopping' };
}
