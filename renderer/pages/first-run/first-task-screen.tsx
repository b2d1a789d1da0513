// Third screen: a first task. Picking one begins a session at once.
import { ArrowRight } from 'lucide-react';
import { Button } from '../../design/button.tsx';
import { href, navigate } from '../../state/route.ts';
import { startSession } from '../../state/start-session.ts';
import { useServices } from '../../state/use-client.ts';
import { TaskBox } from '../home/task-box.tsx';
import { FIRST_PROMPTS } from './setup-flow.ts';

/** Suggestions, and a box for own words. */
export function FirstTaskScreen() {
  const services = useServices();
  const begin = (text: string) => {
    navigate(href('sessions', startSession(services, { text })));
  };
  return (
    <div className="flex flex-col gap-3">
      <TaskBox />
      <ul className="flex flex-col gap-1.5">
        {FIRST_PROMPTS.map((prompt) => (
          <li key={prompt}>
            <button
              type="button"
              onClick={() => begin(prompt)}
              className="group flex w-full items-center gap-3 rounded-lg border border-line bg-raised px-3.5 py-2.5 text-left text-base text-ink hover:border-line-strong"
            >
              <span className="flex-1">{prompt}</span>
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
        Look around first
      </Button>
    </div>
  );
}
