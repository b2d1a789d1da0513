// The second line of a session in the sidebar: agent, project or folder, branch, changed lines.
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { formatCompact, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { useServices } from '../../../state/use-client.ts';
import { ChosenAvatar } from '../../agents/agent-avatar.tsx';

/** Takes up its line even if there is nothing to say. */
export function SessionPlace({ row }: { readonly row: SessionRow }) {
  const { projects, catalog } = useServices();
  const project = useStore(projects.store, ({ names }) => names.get(row.projectId ?? ''));
  const agent = useStore(catalog.agents.store, ({ data }) =>
    // With one agent, its name would be the same everywhere.
    data === undefined || data.agents.length < 2 ? undefined : data.agents.find(({ id }) => id === row.agentId)?.name,
  );
  const place = joinFacts(
    agent === undefined ? undefined : removeHidden(agent),
    project ?? folderName(row.execCwd),
    row.worktree === undefined ? undefined : removeHidden(row.worktree.branch),
  );
  return (
    <span className="flex min-w-0 items-center gap-1.5 text-2xs text-ink-faint">
      {agent !== undefined && <ChosenAvatar agentId={row.agentId} />}
      <span className="min-w-0 truncate">{place}</span>
      {row.lastRunId === undefined ? null : <ChangedLines sessionKey={row.key} />}
    </span>
  );
}

function ChangedLines({ sessionKey }: { readonly sessionKey: string }) {
  const { changeCounts } = useServices();
  useEffect(() => changeCounts.want(sessionKey), [changeCounts, sessionKey]);
  const count = useStore(changeCounts.store, (counts) => counts.get(sessionKey));
  if (count === undefined || count.additions + count.deletions === 0) return null;
  const { additions, deletions } = count;
  return (
    <span
      role="img"
      aria-label={t('sessions.changedLines', { additions, deletions })}
      className="tabular flex shrink-0 gap-1"
    >
      <span>+{formatCompact(additions)}</span>
      <span>−{formatCompact(deletions)}</span>
    </span>
  );
}

function folderName(path: string | undefined): string | undefined {
  return path === undefined ? undefined : removeHidden(path.split(/[\\/]/).findLast((part) => part !== '') ?? path);
}
