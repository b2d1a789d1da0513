// Agents: the list, and the editor of one agent.
import { ChevronRight, Plus } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { Button } from '../../design/button.tsx';
import { FormDialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { Card, Section } from '../../design/page.tsx';
import { ErrorNote, SkeletonLines } from '../../design/states.tsx';
import { href, navigate } from '../../state/route.ts';
import { useRoute, useServices } from '../../state/use-client.ts';
import { shownFile } from './agent-files/agent-file-text.ts';
import { AgentPage } from './agent-page.tsx';

/** Settings, Agents; `/settings/agents/<id>` opens one, `…/files/<name>` a file of it. */
export function AgentsSection() {
  const [, , agentId, part, file] = useRoute().segments;
  if (agentId === undefined) return <AgentList />;
  return <AgentPage key={agentId} agentId={agentId} file={part === 'files' ? shownFile(file) : undefined} />;
}

function AgentList() {
  const { catalog } = useServices();
  const read = useStore(catalog.agents.store);
  return (
    <Section title={t('agents.title')} summary={t('agents.summary')} actions={<NewAgent />}>
      {read.status === 'loading' && <SkeletonLines count={3} label={t('agents.loading')} />}
      {read.status === 'error' && (
        <ErrorNote
          title={t('agents.loadFailed')}
          message={read.error.message}
          onRetry={() => void catalog.agents.reload()}
        />
      )}
      {read.data !== undefined && (
        <Card>
          <ul>
            {read.data.agents.map((agent) => (
              <li key={agent.id} className="border-b border-line last:border-b-0">
                <button
                  type="button"
                  onClick={() => navigate(href('settings', 'agents', agent.id))}
                  className="flex w-full items-center gap-3 rounded-lg px-4 py-3 text-left outline-offset-[-2px] hover:bg-hover"
                >
                  <span aria-hidden className="flex size-8 items-center justify-center rounded-lg bg-hover text-base">
                    {agent.identity?.emoji ?? (agent.name ?? agent.id).charAt(0).toUpperCase()}
                  </span>
                  <span className="min-w-0 flex-1">
                    <span className="block text-sm font-medium text-ink">
                      {agent.name ?? agent.id}
                      {agent.id === read.data?.defaultId && (
                        <span className="ml-2 text-xs font-normal text-ink-faint">{t('agents.default')}</span>
                      )}
                    </span>
                    <span className="block truncate text-xs text-ink-faint">
                      {[agent.model?.primary, agent.workspace].filter(Boolean).join(' · ')}
                    </span>
                  </span>
                  <ChevronRight size={15} aria-hidden className="text-ink-faint" />
                </button>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Section>
  );
}

function NewAgent() {
  const { client, catalog } = useServices();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [failure, setFailure] = useState('');
  const create = async () => {
    try {
      const created = await client.request('agents.create', { name: name.trim() });
      await catalog.agents.reload();
      setOpen(false);
      const id = created['agentId'];
      if (typeof id === 'string') navigate(href('settings', 'agents', id));
    } catch (cause) {
      setFailure(errorMessage(cause));
    }
  };
  return (
    <>
      <Button label={t('agents.new')} size="sm" icon={Plus} onClick={() => setOpen(true)} />
      <FormDialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('agents.new')}
        description={t('agents.newText')}
        size="sm"
        submit={t('agents.create')}
        disabled={name.trim() === ''}
        onSubmit={() => void create()}
      >
        <TextField
          label={t('agents.name')}
          error={failure === '' ? undefined : failure}
          autoFocus
          value={name}
          onChange={setName}
        />
      </FormDialog>
    </>
  );
}
