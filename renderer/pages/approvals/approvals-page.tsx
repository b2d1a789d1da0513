// The inbox over all sessions: what waits, what was answered, and the rules that were made of answers.
import { useStore } from 'zustand';
import { Count } from '../../design/badge.tsx';
import { Page } from '../../design/page.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { navigate } from '../../state/route.ts';
import { useRoute, useServices } from '../../state/use-client.ts';
import { HistoryTab } from './history-tab.tsx';
import { RulesTab } from './rules-tab.tsx';
import { WaitingTab } from './waiting-tab.tsx';

type TabId = 'waiting' | 'history' | 'rules';

/** `/approvals`, `/approvals/item/<id>`, `/approvals/history`, `/approvals/rules`. */
export function ApprovalsPage() {
  const [, second, third] = useRoute().segments;
  const { approvals } = useServices();
  const waiting = useStore(approvals.store, (state) => state.pending.length);
  const tab: TabId = second === 'history' || second === 'rules' ? second : 'waiting';
  const tabs = [
    { id: 'waiting', label: 'Waiting', badge: <Count value={waiting} label="approvals waiting" /> },
    { id: 'history', label: 'History' },
    { id: 'rules', label: 'Rules' },
  ] as const;
  return (
    <Page title="Approvals" summary="What your agents want to do, and what you said" width="full">
      <Tabs
        label="Approvals"
        tabs={tabs}
        value={tab}
        onChange={(id) => navigate(id === 'waiting' ? '/approvals' : `/approvals/${id}`)}
        className="min-h-0 flex-1"
      >
        {tab === 'waiting' && <WaitingTab openId={second === 'item' ? third : undefined} />}
        {tab === 'history' && <HistoryTab />}
        {tab === 'rules' && <RulesTab />}
      </Tabs>
    </Page>
  );
}
