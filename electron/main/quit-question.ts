// The confirmation before quitting interrupts running agents. A pure function.
import { t } from '#messages/translate.ts';
import type { RunningSession } from './tray-menu.ts';

/** Index of the button that quits. */
export const QUIT_BUTTON = 0;
const KEEP_BUTTON = 1;
const MAX_NAMED = 5;

/** The dialog, which lists the running sessions. */
export function quitQuestion(running: readonly RunningSession[]) {
  const names = running.slice(0, MAX_NAMED).map(({ title }) => `• ${title}`);
  const more = running.length > MAX_NAMED ? [t('shell.quit.more', { count: running.length - MAX_NAMED })] : [];
  return {
    type: 'question' as const,
    message: t('shell.quit.title', { count: running.length }),
    detail: [...names, ...more, '', t('shell.quit.text')].join('\n'),
    buttons: [t('shell.quit.quit'), t('shell.quit.keepRunning')],
    defaultId: KEEP_BUTTON,
    cancelId: KEEP_BUTTON,
  };
}
