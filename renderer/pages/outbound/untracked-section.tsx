// Programs whose connections aren't in the list, so that nobody takes the list for complete.
import type { UntrackedPrograms } from '#contract/types/outbound.ts';
import { formatDateTime, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { CardList, CardRow, Section } from '../../design/page.tsx';
import { describeUntracked } from './caller-text.ts';

/** Nothing if there are none. */
export function UntrackedSection({ untracked }: { readonly untracked: readonly UntrackedPrograms[] }) {
  if (untracked.length === 0) return null;
  return (
    <Section title={t('outbound.untracked')} summary={t('outbound.untracked.summary')}>
      <CardList
        empty={null}
        rows={untracked.map(({ caller, count, firstAt, lastAt }) => (
          <CardRow
            key={[caller.name, caller.agentId, caller.sessionKey].join(' ')}
            title={describeUntracked(caller)}
            facts={joinFacts(
              t('outbound.untracked.count', { count }),
              t('outbound.first', { time: formatDateTime(firstAt) }),
              t('outbound.last', { time: formatDateTime(lastAt) }),
            )}
          />
        ))}
      />
    </Section>
  );
}
