// One destination: traffic, the button that blocks it, and its callers once it is expanded.
import { Ban } from 'lucide-react';
import type { OutboundDestination } from '#contract/types/outbound.ts';
import { formatAgo, formatBytes, formatDateTime, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { ConfirmButton } from '../../design/dialog.tsx';
import { ExpandableRow } from '../../design/expandable-row.tsx';
import { useNow } from '../../design/use-now.ts';
import { href } from '../../state/route.ts';
import { useClient } from '../../state/use-client.ts';
import { block, formatTarget, toTarget, unblock } from './block-actions.ts';
import { describeCaller, summarizeCallers } from './caller-text.ts';

const MINUTE_MS = 60_000;

/** A row of the list. */
export function DestinationRow({ destination }: { readonly destination: OutboundDestination }) {
  const { host, port, count, refused, sent, received, lastAt, isBlocked } = destination;
  const now = useNow(MINUTE_MS);
  const title = (
    <>
      {host}
      <span className="font-normal text-ink-faint">:{port}</span>
    </>
  );
  return (
    <ExpandableRow
      title={title}
      facts={summarizeCallers(destination)}
      details={() => <Callers destination={destination} />}
    >
      <span className="tabular text-xs text-ink-soft max-md:order-last max-md:basis-full max-md:ps-6">
        {joinFacts(
          t('outbound.traffic', { sent: formatBytes(sent), received: formatBytes(received) }),
          t('outbound.connections', { count }),
          formatAgo(lastAt, now),
        )}
      </span>
      {refused > 0 && <Badge tone="warn">{t('outbound.refused', { count: refused })}</Badge>}
      {isBlocked && <Badge tone="bad">{t('outbound.blocked')}</Badge>}
      <BlockButton destination={destination} />
    </ExpandableRow>
  );
}

function BlockButton({ destination }: { readonly destination: OutboundDestination }) {
  const client = useClient();
  const target = toTarget(destination);
  const host = formatTarget(target);
  if (destination.isBlocked) {
    return (
      <Button
        size="sm"
        look="quiet"
        aria-label={t('outbound.unblockHost', { host })}
        onClick={() => unblock(client, target)}
      >
        {t('outbound.unblock')}
      </Button>
    );
  }
  return (
    <ConfirmButton
      trigger={
        <Button size="sm" look="quiet" icon={Ban} aria-label={t('outbound.blockHost', { host })}>
          {t('outbound.block')}
        </Button>
      }
      title={t('outbound.block.question', { host })}
      description={t('outbound.block.text')}
      confirmLabel={t('outbound.block')}
      onConfirm={() => block(client, target)}
    />
  );
}

function Callers({ destination: { callers } }: { readonly destination: OutboundDestination }) {
  return (
    <ul>
      {callers.map(({ caller, count, refused, sent, received, firstAt, lastAt }) => (
        <li
          key={[caller.kind, caller.name, caller.agentId, caller.sessionKey].join(' ')}
          className="flex flex-wrap items-baseline gap-x-3 py-1 text-xs"
        >
          <span className="min-w-0 flex-1 basis-48 truncate text-ink">
            <span className="text-ink-faint">{t(`outbound.kind.${caller.kind}`)}</span> {describeCaller(caller)}
          </span>
          {caller.sessionKey !== undefined && (
            <a href={`#${href('sessions', caller.sessionKey)}`} className="text-accent-ink hover:underline">
              {t('outbound.openSession')}
            </a>
          )}
          <span className="tabular text-ink-soft">
            {joinFacts(
              t('outbound.traffic', { sent: formatBytes(sent), received: formatBytes(received) }),
              t('outbound.connections', { count }),
              refused > 0 ? t('outbound.refused', { count: refused }) : undefined,
              t('outbound.first', { time: formatDateTime(firstAt) }),
              t('outbound.last', { time: formatDateTime(lastAt) }),
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
