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

const TABS = ['pending', 'history', 'rules'] as const;

/** `/approvals`, `/approvals/item/<id>`, `/approvals/history`, `/approvals/rules`. */
export function ApprovalsPage() {
  const [, second, third] = useRoute().segments;
  const count = useStore(useServices().approvals.store, (state) => state.pending.length);
  const tab = TABS.find((id) => id === second) ?? 'pending';
  const tabs = TABS.map((id) => ({
    id,
    label: t(`approvals.tab.${id}`),
    badge: id === 'pending' && <Count value={count} label={t('app.approvalsWaiting', { count })} />,
  }));
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
