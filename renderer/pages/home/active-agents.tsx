// The agents that are working or waiting, beside the sessions.
import { useStore } from 'zustand';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { href } from '../../state/route.ts';
import { useRequest, useServices } from '../../state/use-client.ts';
import { AgentAvatar } from '../agents/agent-avatar.tsx';

/** Empty while no agent has an active run. */
export function ActiveAgents() {
  const agents = useStore(useServices().catalog.agents.store, ({ data }) => data?.agents) ?? [];
  const activity = useRequest('agents.status', {}, ['sessions.changed', 'approvals.changed']).data?.agents ?? [];
  const active = activity.filter(({ runs }) => runs.length > 0);
  if (active.length === 0) return null;
  return (
    <section>
      <h2 className="mb-1.5 text-xs font-medium text-ink-faint">{t('home.activeAgents')}</h2>
      <ul className="flex flex-col">
        {active.map(({ agentId, state, runs }) => {
          const agent = agents.find(({ id }) => id === agentId) ?? { id: agentId };
          return (
            <li key={agentId}>
              <a
                href={`#${href('agents', agentId)}`}
                className="-mx-2 flex items-center gap-2.5 rounded-md px-2 py-1.5 hover:bg-hover"
              >
                <AgentAvatar agent={agent} />
                <span className="min-w-0 flex-1 truncate text-sm text-ink">{removeHidden(agent.name ?? agentId)}</span>
                <Badge tone={state === 'waiting' ? 'warn' : 'accent'}>
                  {t(state === 'waiting' ? 'agents.state.waiting' : 'agents.state.working', { count: runs.length })}
                </Badge>
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
