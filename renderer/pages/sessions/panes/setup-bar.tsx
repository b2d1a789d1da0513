// The setup script of a session's project: its output while it runs, and what to do if it failed. Above the message box.
import { RotateCw } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { capitalize } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { ErrorNote, Spinner } from '../../../design/states.tsx';
import { attempt } from '../../../design/toasts.ts';
import type { SetupView } from '../../../state/setup-feed.ts';
import { useServices } from '../../../state/use-client.ts';
import { TerminalOutput } from '../tools/terminal-output.tsx';

/** Nothing once the script has finished. */
export function SetupBar({ sessionKey }: { readonly sessionKey: string }) {
  const { setups } = useServices();
  const setup = useStore(setups.store, (state) => state.setups[sessionKey]);
  useEffect(() => void setups.load(sessionKey), [setups, sessionKey]);
  if (setup === undefined || setup.status === 'done') return null;
  const isRunning = setup.status === 'running';
  return (
    <div className="mx-auto w-full max-w-196 shrink-0 px-5 pb-1.5 max-md:px-3">
      <div className="max-h-60 overflow-y-auto rounded-lg border border-line bg-raised">
        {isRunning ? (
          <p role="status" className="flex items-center gap-2 px-3 py-2 text-xs text-ink-soft">
            <Spinner /> {t('projects.setupRunning')}
          </p>
        ) : (
          <ErrorNote
            title={t('projects.setupFailed')}
            message={describe(setup)}
            hint={t('projects.setupFailedHint')}
            action={
              <Button
                size="sm"
                icon={RotateCw}
                label={t('projects.setupAgain')}
                onClick={() => attempt(t('projects.setupAgainFailed'), () => setups.run(sessionKey))}
              />
            }
          />
        )}
        <TerminalOutput text={setup.output} live={isRunning} />
      </div>
    </div>
  );
}

function describe({ status, exitCode, problem }: SetupView): string {
  if (problem !== undefined) return problem;
  if (status === 'interrupted') return t('projects.setupInterrupted');
  return capitalize(t('projects.exitCode', { code: exitCode ?? 0 }));
}
