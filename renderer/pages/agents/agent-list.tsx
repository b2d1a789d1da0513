// The agents, and what each is doing: its active runs with their sessions and projects.
import { ChevronRight } from 'lucide-react';
import { useStore } from 'zustand';
import type { AgentActivity } from '#contract/types/agents.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge, Dot } from '../../design/badge.tsx';
import { Card, Section } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import type { AgentChoice } from '../../state/catalog.ts';
import { href } from '../../state/route.ts';
import { sessionTitle } from '../../state/session-list.ts';
import { useRequest, useServices, useSessionRow } from '../../state/use-client.ts';
import { AgentAvatar } from './agent-avatar.tsx';
import { NewAgent } from './new-agent.tsx';

/** All agents. */
export function AgentList() {
  const { catalog } = useServices();
  const read = useStore(catalog.agents.store);
  const activity = useRequest('agents.status', {}, ['sessions.changed', 'approvals.changed']).data?.agents;
  return (
    <Section title={t('agents.yours')} summary={t('agents.summary')} actions={<NewAgent />}>
      <RequestStatus
        read={{ ...read, reload: catalog.agents.reload }}
        loading={t('agents.loading')}
        failed={t('agents.loadFailed')}
      />
      {read.data !== undefined && (
        <Card>
          <ul>
            {read.data.agents.map((agent) => (
              <AgentRow
                key={agent.id}
                agent={agent}
                isDefault={agent.id === read.data?.defaultId}
                activity={activity?.find(({ agentId }) => agentId === agent.id)}
              />
            ))}
          </ul>
        </Card>
      )}
    </Section>
  );
}

interface AgentRowProps {
  readonly agent: AgentChoice;
  readonly isDefault: boolean;
  readonly activity: AgentActivity | undefined;
}

function AgentRow({ agent, isDefault, activity }: AgentRowProps) {
  const runs = activity?.runs ?? [];
  return (
    <li className="border-b border-line last:border-b-0">
      <a
        href={`#${href('agents', agent.id)}`}
        className="flex w-full items-center gap-3 rounded-lg px-4 py-3 outline-offset-[-2px] hover:bg-hover"
      >
        <AgentAvatar agent={agent} />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm font-medium text-ink">
            {removeHidden(agent.name ?? agent.id)}
            {isDefault && <span className="ms-2 text-xs font-normal text-ink-faint">{t('agents.default')}</span>}
          </span>
          <span className="block truncate text-xs text-ink-faint">
            {joinFacts(agent.model?.primary, agent.workspace)}
          </span>
        </span>
        <AgentState activity={activity} />
        <ChevronRight size={15} aria-hidden className="text-ink-faint" />
      </a>
      {runs.length > 0 && (
        <ul className="flex flex-col gap-0.5 pe-4 pb-2 ps-15">
          {runs.map((run) => (
            <RunLine key={run.runId} run={run} />
          ))}
        </ul>
      )}
    </li>
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

/** A run: its session, its project, and the command that waits for a decision. */
function RunLine({ run: { sessionKey, state, note } }: { readonly run: AgentActivity['runs'][number] }) {
  const row = useSessionRow(sessionKey);
  const project = useStore(useServices().projects.store, ({ names }) => names.get(row?.projectId ?? ''));
  return (
    <li className="flex min-w-0 items-center gap-2 text-xs">
      <Dot
        tone={state === 'waiting' ? 'warn' : 'accent'}
        label={state === 'waiting' ? t('sessions.state.needsYou') : t('sessions.state.running')}
      />
      <a href={`#${href('sessions', sessionKey)}`} className="min-w-0 shrink-0 truncate text-ink hover:underline">
        {sessionTitle(row)}
      </a>
      <span className="min-w-0 truncate text-ink-faint">
        {joinFacts(project, note === undefined ? undefined : removeHidden(note))}
      </span>
    </li>
  );
}
