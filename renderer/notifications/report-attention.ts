// Tells the gateway whether a person looks at this page, so that it doesn't wake a phone up meanwhile, and learns whether another app on
// this computer shows the notifications.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { supports } from '#contract/wire/features.ts';
import type { Attention } from './attention.ts';
import { canShow, type NoticeSurface } from './surface.ts';

/** Whether another app on this computer shows the notifications. */
export interface Elsewhere {
  readonly elsewhere: boolean;
}

/** Reports each change, and the state after each connection, for as long as the page is open. */
export function reportAttention(
  client: Pick<GatewayClient, 'request' | 'state' | 'onState' | 'hello' | 'on'>,
  attention: StoreApi<Attention>,
  { permission }: Pick<NoticeSurface, 'permission'>,
): StoreApi<Elsewhere> {
  const store = createStore<Elsewhere>(() => ({ elsewhere: false }));
  let reported = '';
  const report = (): void => {
    if (client.state().kind !== 'connected' || !supports(client.hello(), 'attention.set')) return;
    const now = { focused: attention.getState().focused, notifies: canShow(permission.getState().state) };
    if (JSON.stringify(now) === reported) return;
    reported = JSON.stringify(now);
    // A lost connection reports again.
    client.request('attention.set', now).catch(() => (reported = ''));
  };
  attention.subscribe(report);
  permission.subscribe(report);
  client.onState(({ kind }) => {
    if (kind !== 'connected') {
      reported = '';
      store.setState({ elsewhere: false });
    }
    report();
  });
  client.on('attention.changed', ({ notifiesElsewhere }) => store.setState({ elsewhere: notifiesElsewhere }));
  report();
  return store;
}
