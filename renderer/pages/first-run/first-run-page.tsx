// The first run: a model, a folder, a first task. Each step is kept by the host, so it resumes after a kill.
import { useState, type ReactNode } from 'react';
import { Logo } from '../../app/logo.tsx';
import { Button } from '../../design/button.tsx';
import { ErrorNote, SkeletonLines } from '../../design/states.tsx';
import { toastError } from '../../design/toasts.ts';
import { navigate } from '../../state/route.ts';
import { useClient, useRequest, useRoute } from '../../state/use-client.ts';
import { FirstTaskScreen } from './first-task-screen.tsx';
import { ModelScreen } from './model-screen.tsx';
import { screenOf, type SetupScreen } from './setup-flow.ts';
import { WorkspaceScreen } from './workspace-screen.tsx';

const TITLES: Readonly<Record<SetupScreen, { readonly title: string; readonly words: string }>> = {
  model: {
    title: 'Which model should work for you?',
    words: 'You can add more and change your mind later, in Settings.',
  },
  workspace: {
    title: 'Where should it work?',
    words: 'Agents read and write in this folder, and ask before they run anything that is not harmless.',
  },
  task: { title: 'What should be done first?', words: 'Try one of these, or say it in your words.' },
};

/** `/setup`, `/setup/model`, `/setup/workspace`, `/setup/task`. */
export function FirstRunPage() {
  const client = useClient();
  const [, wanted] = useRoute().segments;
  const read = useRequest('setup.status', {}, ['settings.changed']);
  const [skipping, setSkipping] = useState(false);
  const skip = async () => {
    setSkipping(true);
    try {
      await client.request('setup.choose', { done: true });
      navigate('/', { replace: true });
    } catch (cause) {
      setSkipping(false);
      toastError('The gateway did not answer', cause);
    }
  };
  const screen = read.data === undefined ? undefined : screenOf(read.data, wanted);
  return (
    <div className="flex h-full flex-col overflow-y-auto bg-canvas">
      <main className="m-auto w-full max-w-150 px-5 py-10">
        <header className="mb-7 flex items-center gap-2.5">
          <Logo className="size-7" />
          <span className="text-base font-semibold tracking-tight">Gatehouse</span>
          {screen !== undefined && <Steps screen={screen} />}
        </header>
        {read.status === 'loading' && <SkeletonLines count={6} label="Looking for models on this machine" />}
        {read.status === 'error' && read.data === undefined && (
          <ErrorNote
            title="The gateway does not answer"
            message={read.error.message}
            onRetry={() => void read.reload()}
          />
        )}
        {read.data !== undefined && screen !== undefined && (
          <Screen screen={screen}>
            {screen === 'model' && <ModelScreen status={read.data} />}
            {screen === 'workspace' && <WorkspaceScreen status={read.data} />}
            {screen === 'task' && <FirstTaskScreen />}
          </Screen>
        )}
        {screen !== 'task' && (
          <footer className="mt-8">
            <Button look="quiet" size="sm" busy={skipping} onClick={() => void skip()}>
              Skip for now
            </Button>
          </footer>
        )}
      </main>
    </div>
  );
}

function Screen({ screen, children }: { readonly screen: SetupScreen; readonly children: ReactNode }) {
  const { title, words } = TITLES[screen];
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight text-ink">{title}</h1>
      <p className="mt-1.5 mb-6 text-base text-ink-soft">{words}</p>
      {children}
    </>
  );
}

const ORDER: readonly SetupScreen[] = ['model', 'workspace', 'task'];

function Steps({ screen }: { readonly screen: SetupScreen }) {
  const at = ORDER.indexOf(screen);
  return (
    <span role="img" aria-label={`Step ${at + 1} of ${ORDER.length}`} className="ml-auto flex gap-1.5">
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
