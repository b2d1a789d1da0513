// Blocks and unblocks hosts, each with Undo.
import type { OutboundBlock } from '#contract/types/outbound.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { t } from '#messages/translate.ts';
import { attempt, toast } from '../../design/toasts.ts';

/** What a block names. */
export type BlockTarget = Pick<OutboundBlock, 'host' | 'port'>;

const IP_ADDRESS = /^(\[.*\]|\d+\.\d+\.\d+\.\d+)$/;

/** What to block for a destination: all ports of a name, but one service of this machine or of a numeric address. */
export function toTarget({ host, port }: { readonly host: string; readonly port: number }): BlockTarget {
  return host === 'localhost' || IP_ADDRESS.test(host) ? { host, port } : { host };
}

/** `example.com` or `127.0.0.1:8080`. */
export function formatTarget({ host, port }: BlockTarget): string {
  return port === undefined ? host : `${host}:${port}`;
}

/** Blocks, and shows a toast with Undo. */
export function block(client: GatewayClient, target: BlockTarget): void {
  const host = formatTarget(target);
  attempt(t('outbound.block.failed', { host }), async () => {
    await client.request('outbound.block', target);
    const undo = { label: t('controls.undo'), run: () => unblock(client, target) };
    toast({ title: t('outbound.block.done', { host }), action: undo });
  });
}

/** Removes a block, and shows a toast with Undo. */
export function unblock(client: GatewayClient, target: BlockTarget): void {
  const host = formatTarget(target);
  attempt(t('outbound.unblock.failed', { host }), async () => {
    await client.request('outbound.unblock', target);
    const undo = { label: t('controls.undo'), run: () => block(client, target) };
    toast({ title: t('outbound.unblock.done', { host }), action: undo });
  });
}
