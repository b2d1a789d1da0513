// A channel of web chat with its store, and the visitors of a link.
import { onTestFinished } from 'vitest';
import { WebChatChannel } from '#adapters/channels/web/channel.ts';
import type { WebChatNode } from '#contract/types/web-chat.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { SettingsStore } from '#core/ports/settings-store.ts';
import type { Visitor } from '#core/ports/web-chat.ts';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { settingsStore } from '#tests/support/core/memory-settings.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const HOUR_MS = 3_600_000;

/** Opens a channel that isn't started, with one link. */
export async function openWebChat({ clock = SYSTEM_CLOCK }: { readonly clock?: Clock } = {}) {
  const store = settingsStore();
  const faults: { next: Error | undefined } = { next: undefined };
  const records: SettingsStore = {
    ...store,
    async set(key, value) {
      const fault = faults.next;
      faults.next = undefined;
      if (fault !== undefined) throw fault;
      await store.set(key, value);
    },
  };
  const channel = new WebChatChannel({ records, clock, log: QUIET });
  onTestFinished(() => channel.stop());
  const request = { title: 'Help desk', agentId: 'main', createdBy: 'owner', expiresInMs: HOUR_MS };
  const { link, token } = await channel.createLink(request);
  return {
    channel,
    records,
    faults,
    link,
    token,
    request,
    async addVisitor(linkId = link.id): Promise<Visitor> {
      const visitor = channel.findVisitor(linkId, await channel.addVisitor(linkId));
      if (visitor === undefined) throw new Error('The visitor is unknown.');
      return visitor;
    },
    /** Another process on the same store. */
    reopen: () => new WebChatChannel({ records, clock, log: QUIET }),
    async start(receive: Parameters<WebChatChannel['start']>[0] = async () => undefined) {
      channel.start(receive);
      await waitUntil('the connection', () => channel.status().connected);
    },
  };
}

/** The text of nodes. */
export function plainText(nodes: readonly WebChatNode[]): string {
  return nodes.map((node) => (typeof node === 'string' ? node : plainText(node.children))).join('');
}
