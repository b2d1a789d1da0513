// Third screen: a first task. Choosing one starts a session.
import { ArrowRight } from 'lucide-react';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { href, navigate } from '../../state/route.ts';
import { startSession } from '../../state/start-session.ts';
import { useServices } from '../../state/use-client.ts';
import { TaskBox } from '../home/task-box.tsx';
import { SUGGESTED_TASKS } from './setup-flow.ts';

/** Suggested tasks, and a box for your own. */
export function FirstTaskScreen() {
  const services = useServices();
  const start = (text: string) => {
    navigate(href('sessions', startSession(services, { text })));
  };
  return (
    <div className="flex flex-col gap-3">
      <TaskBox />
      <ul className="flex flex-col gap-1.5">
        {SUGGESTED_TASKS.map((prompt) => (
          <li key={prompt}>
            <button
              type="button"
              onClick={() => start(t(prompt))}
              className="group flex w-full items-center gap-3 rounded-lg border border-line bg-raised px-3.5 py-2.5 text-left text-base text-ink hover:border-line-strong"
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
      <Button look="quiet" className="self-start" onClick={() => navigate('/', { replace: true })}>
        {t('setup.explore')}
      </Button>
    </div>
  );
}
