// Home before the first session: tasks to start with, and the phone.
import { ArrowRight, Smartphone } from 'lucide-react';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { href, navigate } from '../../state/route.ts';
import { startSession } from '../../state/start-session.ts';
import { useServices } from '../../state/use-client.ts';
import { suggestedTasks } from '../setup/setup-flow.ts';

/** Shown while there are no sessions. `model` is the one that is set up. */
export function FirstSteps({ model }: { readonly model: string | undefined }) {
  const services = useServices();
  const start = (text: string): void => navigate(href('sessions', startSession(services, { text })));
  return (
    <section className="flex flex-col gap-6">
      <div>
        <h2 className="mb-2 text-xs font-medium text-ink-faint">{t('home.suggestions')}</h2>
        <ul className="grid grid-cols-3 gap-2 max-md:grid-cols-1">
          {suggestedTasks(model).map((prompt) => (
            <li key={prompt}>
              <button
                type="button"
                onClick={() => start(t(prompt))}
                className="group flex h-full w-full items-center gap-3 rounded-lg border border-line bg-raised px-3.5 py-2.5 text-start text-sm text-ink-soft shadow-low hover:border-line-strong hover:text-ink"
              >
                <span className="flex-1">{t(prompt)}</span>
                <ArrowRight size={15} aria-hidden className="text-ink-faint" />
              </button>
            </li>
          ))}
        </ul>
      </div>
      <Button
        label={t('home.connectPhone')}
        icon={Smartphone}
        className="self-start"
        onClick={() => navigate('/settings/devices')}
      />
    </section>
  );
}
