// The confirmation before quitting interrupts running agents. A pure function.
import type { RunningSession } from './tray-menu.ts';

/** Index of the button that quits. */
export const QUIT_BUTTON = 0;
const KEEP_BUTTON = 1;
const MAX_NAMED = 5;

/** The dialog, which lists the running sessions. */
export function quitQuestion(running: readonly RunningSession[]): {
  readonly type: 'question';
  readonly message: string;
  readonly detail: string;
  readonly buttons: string[];
  readonly defaultId: number;
  readonly cancelId: number;
} {
  const names = running.slice(0, MAX_NAMED).map(({ title }) => `• ${title}`);
  const more = running.length > MAX_NAMED ? [`and ${running.length - MAX_NAMED} more`] : [];
  return {
    type: 'question',
    message: running.length === 1 ? 'An agent is still running' : `${running.length} agents are still running`,
    detail: [...names, ...more, '', 'Quitting interrupts them. You can continue after restarting Gatehouse.'].join(
      '\n',
    ),
    buttons: ['Quit', 'Keep Running'],
    defaultId: KEEP_BUTTON,
    cancelId: KEEP_BUTTON,
  };
}
