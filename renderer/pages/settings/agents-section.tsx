// Agents: the list, and one agent with its settings or its files.
import { ArrowLeft, ChevronRight, Plus } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { AGENT_FILES } from '#contract/types/agent-files.ts';
import type { AgentActivity } from '#contract/types/agents.ts';
import { takeFirst } from '#contract/types/truncate-text.ts';
import { joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { FormButton } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { Card, Section } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { href, navigate } from '../../state/route.ts';
import { useRequest, useRoute, useServices } from '../../state/use-client.ts';
import { TrustedFoldersCard } from '../trust/trusted-folders-card.tsx';
import { AgentEditor } from './agent-editor.tsx';
import { AgentFilesView } from './agent-files/agent-files-view.tsx';
import { SessionTitlesCard } from './session-titles-card.tsx';

const VIEWS = ['settings', 'files'] as const;

/** Settings, Agents; `/settings/agents/<id>` opens one, `…/files/<name>` a file of it. */
export function AgentsSection() {
  const [, , agentId, part, file] = useRoute().segments;
  if (agentId === undefined)
    return (
      <>
        <AgentList />
        <SessionTitlesCard />
        <TrustedFoldersCard />
      </>
    );
  return <AgentPage key={agentId} agentId={agentId} view={part === 'files' ? 'files' : 'settings'} file={file} />;
}

function AgentList() {
  const { catalog } = useServices();
  const read = useStore(catalog.agents.store);
  const activity = useRequest('agents.status', {}, ['sessions.changed', 'approvals.changed']).data?.agents;
  return (
    <Section title={t('agents.title')} summary={t('agents.summary')} actions={<NewAgent />}>
      <RequestStatus
        read={{ ...read, reload: catalog.agents.reload }}
        loading={t('agents.loading')}
        failed={t('agents.loadFailed')}
      />
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
                    {agent.identity?.emoji ?? takeFirst(agent.name ?? agent.id).toUpperCase()}
                  </span>
                  <span className="min-w-0 flex-1">
                    <span className="block text-sm font-medium text-ink">
                      {agent.name ?? agent.id}
                      {agent.id === read.data?.defaultId && (
                        <span className="ml-2 text-xs font-normal text-ink-faint">{t('agents.default')}</span>
                      )}
                    </span>
                    <span className="block truncate text-xs text-ink-faint">
                      {joinFacts(agent.model?.primary, agent.workspace)}
                    </span>
                  </span>
                  <AgentState activity={activity?.find(({ agentId }) => agentId === agent.id)} />
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

/** What the agent is doing; empty while it is idle. */
function AgentState({ activity }: { readonly activity: AgentActivity | undefined }) {
  if (activity === undefined || activity.state === 'idle') return null;
  const { state, runs } = activity;
  return (
    <Badge tone={state === 'waiting' ? 'warn' : 'accent'}>{t(`agents.state.${state}`, { count: runs.length })}</Badge>
  );
}

function NewAgent() {
  const { client, catalog } = useServices();
  const [name, setName] = useState('');
  const create = async () => {
    const created = await client.request('agents.create', { name: name.trim() });
    await catalog.agents.reload();
    const id = created['agentId'];
    if (typeof id === 'string') navigate(href('settings', 'agents', id));
  };
  return (
    <FormButton
      label={t('agents.new')}
      icon={Plus}
      title={t('agents.new')}
      description={t('agents.newText')}
      size="sm"
      submit={t('agents.create')}
      disabled={name.trim() === ''}
      onSubmit={create}
    >
      <TextField label={t('agents.name')} autoFocus value={name} onChange={setName} />
    </FormButton>
  );
}

interface AgentPageProps {
  readonly agentId: string;
  readonly view: (typeof VIEWS)[number];
  readonly file: string | undefined;
}

function AgentPage({ agentId, view, file }: AgentPageProps) {
  const { catalog } = useServices();
  const name = useStore(catalog.agents.store, ({ data }) => data?.agents.find(({ id }) => id === agentId)?.name);
  const show = (next: (typeof VIEWS)[number]) =>
    navigate(href('settings', 'agents', agentId, ...(next === 'files' ? ['files', 'AGENTS.md'] : [])));
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <Button look="quiet" size="sm" className="-ml-2" icon={ArrowLeft} onClick={() => navigate('/settings/agents')}>
          {t('agents.all')}
        </Button>
        <span className="flex-1" />
        <Segmented
          label={t('agents.view')}
          options={VIEWS.map((value) => ({ value, label: t(`agents.view.${value}`) }))}
          value={view}
          onChange={show}
        />
      </div>
      {view === 'settings' ? (
        <AgentEditor agentId={agentId} />
      ) : (
        <section>
          <h2 className="mb-3 text-sm font-semibold text-ink">{t('agents.filesOf', { name: name ?? agentId })}</h2>
          <AgentFilesView agentId={agentId} name={AGENT_FILES.find((known) => known === file) ?? 'AGENTS.md'} />
        </section>
      )}
    </>
  );
}
