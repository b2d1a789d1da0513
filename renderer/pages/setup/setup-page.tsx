// The setup: a model, a folder, a first task. The host stores each step, so it resumes after a crash.
import { ArrowRight } from 'lucide-react';
import { t } from '#messages/translate.ts';
import { Logo } from '../../app/logo.tsx';
import { Button } from '../../design/button.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { useAction } from '../../design/toasts.ts';
import { runCommand } from '../../state/commands.ts';
import { href, navigate } from '../../state/route.ts';
import { startSession } from '../../state/start-session.ts';
import { useClient, useRequest, useRoute, useServices } from '../../state/use-client.ts';
import { TaskBox } from '../home/task-box.tsx';
import { ModelScreen } from './model-screen.tsx';
import { currentScreen, suggestedTasks, type SetupScreen } from './setup-flow.ts';
import { WorkspaceScreen } from './workspace-screen.tsx';

/** `/setup`, `/setup/model`, `/setup/workspace`, `/setup/task`. */
export function SetupPage() {
  const client = useClient();
  const [, wanted] = useRoute().segments;
  const read = useRequest('setup.status', {}, ['settings.changed']);
  const { busy, run } = useAction(t('gateway.noResponse'));
  const skip = async () => {
    await client.request('setup.choose', { done: true });
    navigate('/', { replace: true });
  };
  const screen = read.data === undefined ? undefined : currentScreen(read.data, wanted);
  return (
    <div className="flex h-full flex-col overflow-y-auto bg-canvas">
      <main className="mx-auto mt-[max(0px,12vh-2.5rem)] w-full max-w-150 px-5 py-10">
        <header className="mb-7 flex items-center gap-2.5">
          <Logo className="size-7" />
          <span className="text-base font-semibold tracking-tight">{t('app.name')}</span>
          {screen !== undefined && <Steps screen={screen} />}
        </header>
        {read.data === undefined && (
          <RequestStatus read={read} rows={6} loading={t('setup.detecting')} failed={t('gateway.noResponse')} />
        )}
        {read.data !== undefined && screen !== undefined && (
          <>
            <h1 className="text-2xl font-semibold tracking-tight text-ink">{t(`setup.${screen}.title`)}</h1>
            <p className="mt-1.5 mb-6 text-base text-ink-soft">{t(`setup.${screen}.text`)}</p>
            {screen === 'model' && <ModelScreen status={read.data} />}
            {screen === 'workspace' && <WorkspaceScreen status={read.data} />}
            {screen === 'task' && <FirstTaskScreen model={read.data.model} />}
          </>
        )}
        {screen !== 'task' && (
          <footer className="mt-8">
            <Button
              label={t('setup.skip')}
              look="quiet"
              size="sm"
              className="-ms-2"
              busy={busy}
              onClick={() => run(skip)}
            />
          </footer>
        )}
      </main>
    </div>
  );
}

const ORDER: readonly SetupScreen[] = ['model', 'workspace', 'task'];

function Steps({ screen }: { readonly screen: SetupScreen }) {
  const at = ORDER.indexOf(screen);
  return (
    <span
      role="img"
      aria-label={t('setup.step', { step: at + 1, count: ORDER.length })}
      className="ms-auto flex gap-1.5"
    >
      {ORDER.map((one, index) => (
        <span
          key={one}
          aria-hidden
          className={`h-1 w-7 rounded-full ${index <= at ? 'bg-accent' : 'bg-line-strong'}`}
        />
      ))}
    </span>
  );
}

/** Suggested tasks, and a box for your own. */
function FirstTaskScreen({ model }: { readonly model: string | undefined }) {
  const services = useServices();
  const start = (text: string) => navigate(href('sessions', startSession(services, { text })));
  const explore = (): void => {
    navigate('/', { replace: true });
    runCommand('tour.start');
  };
  return (
    <div className="flex flex-col gap-3">
      <TaskBox />
      <ul className="flex flex-col gap-1.5">
        {suggestedTasks(model).map((prompt) => (
          <li key={prompt}>
            <button
              type="button"
              onClick={() => start(t(prompt))}
              className="group flex w-full items-center gap-3 rounded-lg border border-line bg-raised px-3.5 py-2.5 text-start text-base text-ink hover:border-line-strong"
            >
              <span className="flex-1">{t(prompt)}</span>
              <ArrowRight
                size={15}
                aria-hidden
                className="text-ink-faint transition-transform group-hover:translate-x-0.5"
              />
            </button>
          </li>
        ))}
      </ul>
      <Button look="quiet" className="-ms-3 self-start" onClick={explore}>
        {t('setup.explore')}
      </Button>
    </div>
  );
}
