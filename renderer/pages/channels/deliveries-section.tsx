// Messages that wait to be sent, or couldn't be.
import type { ChannelDelivery } from '#contract/types/channels.ts';
import { formatAgo, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { CardList, CardRow, Section } from '../../design/page.tsx';
import { useAction } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { usePolling } from './use-polling.ts';

const MINUTE_MS = 60_000;

/** Nothing while every message was sent. */
export function DeliveriesSection() {
  const read = useRequest('channels.deliveries.list', {}, ['settings.changed']);
  usePolling(read.reload);
  const deliveries = read.data?.deliveries ?? [];
  if (deliveries.length === 0) return null;
  return (
    <Section title={t('channels.deliveries')} summary={t('channels.deliveries.summary')}>
      <CardList
        empty={null}
        rows={deliveries.map((delivery) => (
          <DeliveryRow key={delivery.id} delivery={delivery} onChange={read.reload} />
        ))}
      />
    </Section>
  );
}

interface DeliveryRowProps {
  readonly delivery: ChannelDelivery;
  readonly onChange: () => Promise<void>;
}

function DeliveryRow({ delivery, onChange }: DeliveryRowProps) {
  const client = useClient();
  const { busy, run } = useAction(t('channels.failed'));
  const { id, channel, chatId, text, state, error, createdAtMs } = delivery;
  const now = useNow(MINUTE_MS);
  const act = (method: 'channels.deliveries.resend' | 'channels.deliveries.drop') => () =>
    run(async () => {
      await client.request(method, { id });
      await onChange();
    });
  return (
    <CardRow
      title={text}
      facts={joinFacts(channel, t('channels.deliveries.chat', { id: chatId }), formatAgo(createdAtMs, now), error)}
    >
      <Badge tone={state === 'failed' ? 'bad' : 'neutral'}>{t(`channels.deliveries.${state}`)}</Badge>
      {state === 'failed' && (
        <>
          <Button
            size="sm"
            busy={busy}
            label={t('channels.deliveries.resend')}
            onClick={act('channels.deliveries.resend')}
          />
          <Button
            size="sm"
            look="quiet"
            label={t('channels.deliveries.drop')}
            onClick={act('channels.deliveries.drop')}
          />
        </>
      )}
    </CardRow>
  );
}
