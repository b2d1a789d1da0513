// Home: a new task, figures, what needs the user, new results, running and recent sessions, failures, active agents, cost.
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { ErrorNote, Skeleton } from '../../design/states.tsx';
import { attempt } from '../../design/toasts.ts';
import { navigate } from '../../state/route.ts';
import { useRequest, useServices, useSupports } from '../../state/use-client.ts';
import { ActiveAgents } from './active-agents.tsx';
import { AttentionList } from './attention-list.tsx';
import { CostCard } from './cost-card.tsx';
import { FirstSteps } from './first-steps.tsx';
import { homeGroups, homeHeading, isDecision, type HomeGroups } from './home-groups.ts';
import { QueueList } from './queue-list.tsx';
import { SessionLines } from './session-lines.tsx';
import { StatsRow } from './stats-row.tsx';
import { TaskBox } from './task-box.tsx';

/** `/`. Redirects to the setup until that is finished or skipped. */
export function HomePage() {
  const { sessions, approvals, questions, paused } = useServices();
  const { status, rows, error } = useStore(sessions.store);
  const pending = useStore(approvals.store, (state) => state.pending);
  const asked = useStore(questions, (state) => state.pending);
  const atBudget = useStore(paused, (state) => state.paused);
  const groups = useMemo(() => homeGroups(rows, pending, asked, atBudget), [rows, pending, asked, atBudget]);
  const isUrgent = groups.attention.some(isDecision);
  const setup = useRequest('setup.status', {});
  const fresh = setup.data?.done === false;
  useEffect(() => {
    if (fresh) navigate('/setup', { replace: true });
  }, [fresh]);
  return (
    <div className="h-full overflow-y-auto bg-surface">
      <div className="mx-auto flex w-full max-w-220 flex-col gap-8 px-6 pt-[9vh] pb-16 max-md:px-4 max-md:pt-8">
        <div>
          <h1 className="mb-4 text-2xl font-semibold tracking-tight text-ink">{homeHeading(groups)}</h1>
          {/* Decisions come before anything new. */}
          {isUrgent && (
            <div className="mb-6">
              <NeedsYou groups={groups} />
            </div>
          )}
          <TaskBox />
          {setup.data?.automaticModel !== undefined && <AutomaticModel model={setup.data.automaticModel} />}
        </div>
        {status === 'loading' && <HomeSkeleton />}
        {status === 'error' && (
          <ErrorNote title={t('home.loadFailed')} message={error?.message ?? ''} onRetry={sessions.reload} />
        )}
        {status === 'ready' && <Lists groups={groups} isUrgent={isUrgent} model={setup.data?.model} />}
      </div>
    </div>
  );
}

/** Which model is used while the user hasn't chosen one. */
function AutomaticModel({ model }: { readonly model: string }) {
  return (
    <p className="mt-2 flex flex-wrap items-center gap-x-2 px-1 text-xs text-ink-faint">
      {t('home.automaticModel', { model })}
      <Button label={t('home.chooseModel')} size="sm" look="quiet" onClick={() => navigate('/setup')} />
    </p>
  );
}

function NeedsYou({ groups }: { readonly groups: HomeGroups }) {
  return (
    <Block title={t('home.needsYou')}>
      <AttentionList items={groups.attention} />
    </Block>
  );
}

interface ListsProps {
  readonly groups: HomeGroups;
  /** What needs the user is above. */
  readonly isUrgent: boolean;
  readonly model: string | undefined;
}

function Lists({ groups, isUrgent, model }: ListsProps) {
  const hasCost = useSupports('usage.cost');
  const { attention, results, running, limited, errors, recent } = groups;
  const queued = useStore(useServices().runQueue.store, ({ runs }) => runs.length);
  const lists = [attention, results, running, limited, errors, recent];
  if (queued === 0 && lists.every((list) => list.length === 0)) return <FirstSteps model={model} />;
  return (
    <>
      <StatsRow groups={groups} queued={queued} />
      <div className="grid grid-cols-[1fr_17rem] items-start gap-x-10 gap-y-8 max-lg:grid-cols-1">
        <div className="flex min-w-0 flex-col gap-8">
          {attention.length > 0 && !isUrgent && <NeedsYou groups={groups} />}
          {results.length > 0 && <NewResults rows={results} />}
          {running.length > 0 && (
            <Block title={t('home.running')}>
              <SessionLines rows={running} />
            </Block>
          )}
          {limited.length > 0 && (
            <Block title={t('quota.group')}>
              <SessionLines rows={limited} />
            </Block>
          )}
          {queued > 0 && (
            <Block title={t('runQueue.title')}>
              <QueueList />
            </Block>
          )}
          {errors.length > 0 && (
            <Block
              title={t('home.errors')}
              action={<Button label={t('home.openLogs')} size="sm" look="quiet" onClick={() => navigate('/logs')} />}
            >
              <SessionLines rows={errors} />
            </Block>
          )}
          <Block
            title={t('home.recent')}
            action={
              recent.length > 0 && (
                <Button
                  label={t('home.allSessions')}
                  size="sm"
                  look="quiet"
                  onClick={() => navigate('/all-sessions')}
                />
              )
            }
          >
            {recent.length === 0 ? (
              <p className="text-sm text-ink-faint">{t('home.recentEmpty')}</p>
            ) : (
              <SessionLines rows={recent} />
            )}
          </Block>
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <ActiveAgents />
          {hasCost && <CostCard />}
        </div>
      </div>
    </>
  );
}

const SHOWN_RESULTS = 8;

function NewResults({ rows }: { readonly rows: readonly SessionRow[] }) {
  const { sessions } = useServices();
  const [isWhole, setWhole] = useState(false);
  const markAll = () =>
    attempt(t('sessions.markFailed'), () =>
      sessions.patchMany(
        rows.map(({ key }) => key),
        { unread: false },
      ),
    );
  return (
    <Block
      title={t('home.newResults')}
      action={<Button label={t('home.markAllRead')} size="sm" look="quiet" onClick={markAll} />}
    >
      <SessionLines rows={isWhole ? rows : rows.slice(0, SHOWN_RESULTS)} />
      {rows.length > SHOWN_RESULTS && !isWhole && (
        <Button
          label={t('controls.showAll', { count: rows.length })}
          size="sm"
          look="quiet"
          onClick={() => setWhole(true)}
        />
      )}
    </Block>
  );
}

interface BlockProps {
  readonly title: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

function Block({ title, action, children }: BlockProps) {
  return (
    <section>
      <div className="mb-1.5 flex min-h-6.5 items-center justify-between">
        <h2 className="text-xs font-medium text-ink-faint">{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}

function HomeSkeleton() {
  return (
    <div role="status" aria-label={t('sessions.loading')} className="flex flex-col gap-2">
      {[0, 1, 2, 3].map((line) => (
        <Skeleton key={line} className="h-10" />
      ))}
    </div>
  );
}
