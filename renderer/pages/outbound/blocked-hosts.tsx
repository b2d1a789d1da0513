// All blocks, also those of hosts that weren't contacted in the chosen period.
import type { OutboundBlock } from '#contract/types/outbound.ts';
import { formatAgo } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { CardList, CardRow, Section } from '../../design/page.tsx';
import { useNow } from '../../design/use-now.ts';
import { useClient } from '../../state/use-client.ts';
import { formatTarget, unblock } from './block-actions.ts';

const MINUTE_MS = 60_000;

/** Nothing if there are none. */
export function BlockedHosts({ blocks }: { readonly blocks: readonly OutboundBlock[] }) {
  const client = useClient();
  const now = useNow(MINUTE_MS);
  if (blocks.length === 0) return null;
  return (
    <Section title={t('outbound.blocks')}>
      <CardList
        empty={null}
        rows={blocks.map(({ by, at, ...target }) => {
          const host = formatTarget(target);
          return (
            <CardRow key={host} title={host} facts={t('outbound.blockedBy', { name: by, time: formatAgo(at, now) })}>
              <Button
                size="sm"
                aria-label={t('outbound.unblockHost', { host })}
                onClick={() => unblock(client, target)}
              >
                {t('outbound.unblock')}
              </Button>
            </CardRow>
          );
        })}
      />
    </Section>
  );
}
