// A new task. The session is created with its first message and opens immediately.
import { ArrowUp } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { defined } from '#contract/types/defined.ts';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../design/button.tsx';
import { Kbd } from '../../design/kbd.tsx';
import { Select } from '../../design/select.tsx';
import { isComposing } from '../../state/key-match.ts';
import type { NewSession } from '../../state/outbox.ts';
import { href, navigate } from '../../state/route.ts';
import { startSession } from '../../state/start-session.ts';
import { useServices } from '../../state/use-client.ts';
import { PlaceChooser, useChosenProject } from '../sessions/composer/place-chooser.tsx';

/** Shown on Home and in the setup. */
export function TaskBox() {
  const services = useServices();
  const agents = useStore(services.catalog.agents.store, (state) => state.data);
  const enterSends = useStore(services.preferences.store, (state) => state.enterSends ?? true);
  const [text, setText] = useState('');
  const [create, setCreate] = useState<NewSession>({});
  const project = useChosenProject(create);
  const area = useRef<HTMLTextAreaElement>(null);
  const agentId = create.agentId ?? project?.defaults.agentId ?? agents?.defaultId ?? 'main';
  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) area.current?.focus();
  }, []);
  const start = () => {
    if (text.trim() === '') return;
    navigate(href('sessions', startSession(services, { text: text.trim(), create: { ...create, agentId } })));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event.nativeEvent)) return;
    if (!enterSends && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    start();
  };
  return (
    <div className="rounded-xl border border-line-strong bg-raised shadow-mid focus-within:border-accent">
      <textarea
        dir="auto"
        ref={area}
        aria-label={t('home.task.label')}
        placeholder={t('home.task.placeholder')}
        rows={3}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content block max-h-[40vh] min-h-20 w-full resize-none rounded-xl bg-transparent px-4 pt-3.5 text-read text-ink outline-none placeholder:text-ink-faint"
      />
      <div className="flex items-center gap-2 px-2.5 pb-2.5">
        {(agents?.agents.length ?? 0) > 1 && (
          <div className="w-44">
            <Select
              label={t('home.task.agent')}
              className="border-transparent"
              options={(agents?.agents ?? []).map((agent) => ({ value: agent.id, label: agent.name ?? agent.id }))}
              value={agentId}
              onChange={(id) => setCreate({ ...create, agentId: id })}
            />
          </div>
        )}
        <PlaceChooser create={create} side="bottom" onChange={(place) => setCreate(defined({ ...create, ...place }))} />
        <span className="flex-1" />
        <span className="max-md:hidden">
          <Kbd keys={enterSends ? 'Enter' : 'Mod+Enter'} />
        </span>
        <IconButton
          icon={ArrowUp}
          label={t('home.task.start')}
          look="primary"
          size="md"
          className="rounded-full"
          disabled={text.trim() === ''}
          onClick={start}
        />
      </div>
    </div>
  );
}
