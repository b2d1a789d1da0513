// The question that is asked before agents at work are interrupted. A pure function.
import type { RunningSession } from './tray-menu.ts';

/** The button that quits. */
export const QUIT_BUTTON = 0;
const KEEP_BUTTON = 1;
const MAX_NAMED = 5;

/** The question that names what still runs. */
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
    message: running.length === 1 ? 'An agent is still at work' : `${running.length} agents are still at work`,
    detail: [...names, ...more, '', 'They will be interrupted. You can continue them after the next start.'].join('\n'),
    buttons: ['Quit', 'Keep Running'],
    defaultId: KEEP_BUTTON,
    cancelId: KEEP_BUTTON,
  };
}
