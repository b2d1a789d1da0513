// All worktrees with their state, and those that were removed in the last 30 days.
import { GitBranch } from 'lucide-react';
import type { WorktreeDetails } from '#contract/types/worktrees.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { formatAgo, formatBytes, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmButton } from '../../design/dialog.tsx';
import { CardList, CardRow, Page, Section } from '../../design/page.tsx';
import { EmptyState, RequestStatus } from '../../design/states.tsx';
import { attempt } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useRequest, useServices } from '../../state/use-client.ts';
import { restoreWorktree } from './worktree-actions.ts';
import { WorktreeRow } from './worktree-row.tsx';

const MINUTE_MS = 60_000;

/** `/worktrees`. */
export function WorktreesPage() {
  const read = useRequest('worktrees.details', { status: true, size: true }, ['settings.changed']);
  const worktrees = read.data?.worktrees ?? [];
  const kept = worktrees.filter(({ removedAt }) => removedAt === undefined).toReversed();
  const removed = worktrees.filter(({ removedAt }) => removedAt !== undefined).toReversed();
  return (
    <Page title={t('worktrees.title')} summary={t('worktrees.summary')} width="wide">
      <RequestStatus read={read} rows={4} loading={t('worktrees.loading')} failed={t('worktrees.loadFailed')} />
      {read.data !== undefined && kept.length === 0 && (
        <EmptyState icon={GitBranch} title={t('worktrees.empty')} text={t('worktrees.emptyText')} />
      )}
      {kept.length > 0 && (
        <CardList
          empty={null}
          rows={kept.map((worktree) => (
            <WorktreeRow key={worktree.id} worktree={worktree} onChange={read.reload} />
          ))}
        />
      )}
      {removed.length > 0 && <RemovedWorktrees worktrees={removed} onChange={read.reload} />}
    </Page>
  );
}

interface RemovedProps {
  readonly worktrees: readonly WorktreeDetails[];
  readonly onChange: () => Promise<void>;
}

function RemovedWorktrees({ worktrees, onChange }: RemovedProps) {
  const services = useServices();
  const now = useNow(MINUTE_MS);
  const purge = (id: string) => () =>
    attempt(t('worktrees.purge.failed'), async () => {
      await services.client.request('worktrees.purge', { id });
      await onChange();
    });
  return (
    <div className="mt-8">
      <Section title={t('worktrees.removed')} summary={t('worktrees.removedText')}>
        <CardList
          empty={null}
          rows={worktrees.map(({ id, name, repoName, branch, removedAt = 0, status }) => (
            <CardRow
              key={id}
              title={removeHidden(name)}
              facts={joinFacts(
                t('worktrees.branchOf', { repository: repoName, branch }),
                t('worktrees.removedAt', { time: formatAgo(removedAt, now) }),
                status?.sizeBytes === undefined ? undefined : formatBytes(status.sizeBytes),
              )}
            >
              <Button
                size="sm"
                label={t('worktrees.restore')}
                aria-label={t('worktrees.restoreNamed', { name })}
                onClick={() => restoreWorktree(services, id, onChange)}
              />
              <ConfirmButton
                trigger={<Button size="sm" look="danger-quiet" label={t('worktrees.purge')} />}
                title={t('worktrees.purge.question')}
                description={t('worktrees.purge.text')}
                confirmLabel={t('worktrees.purge.confirm')}
                onConfirm={purge(id)}
              />
            </CardRow>
          ))}
        />
      </Section>
    </div>
  );
}
