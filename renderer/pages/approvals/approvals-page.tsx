// The inbox of all sessions: pending approvals, past decisions, and rules.
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { Count } from '../../design/badge.tsx';
import { Page } from '../../design/page.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { navigate } from '../../state/route.ts';
import { useRoute, useServices } from '../../state/use-client.ts';
import { HistoryTab } from './history-tab.tsx';
import { RulesTab } from './rules-tab.tsx';
import { PendingTab } from './pending-tab.tsx';

type TabId = 'pending' | 'history' | 'rules';

/** `/approvals`, `/approvals/item/<id>`, `/approvals/history`, `/approvals/rules`. */
export function ApprovalsPage() {
  const [, second, third] = useRoute().segments;
  const { approvals } = useServices();
  const pending = useStore(approvals.store, (state) => state.pending.length);
  const tab: TabId = second === 'history' || second === 'rules' ? second : 'pending';
  const tabs = [
    {
      id: 'pending',
      label: t('approvals.tab.pending'),
      badge: <Count value={pending} label={t('app.approvalsWaiting', { count: pending })} />,
    },
    { id: 'history', label: t('approvals.tab.history') },
    { id: 'rules', label: t('approvals.tab.rules') },
  ] as const;
  return (
    <Page title={t('approvals.title')} summary={t('approvals.summary')} width="full">
      <Tabs
        label={t('approvals.title')}
        tabs={tabs}
        value={tab}
        onChange={(id) => navigate(id === 'pending' ? '/approvals' : `/approvals/${id}`)}
        className="min-h-0 flex-1"
      >
        {tab === 'pending' && <PendingTab openId={second === 'item' ? third : undefined} />}
        {tab === 'history' && <HistoryTab />}
        {tab === 'rules' && <RulesTab />}
      </Tabs>
    </Page>
  );
}
