// The channels in the shape of OpenClaw's `channels.status`. Each has one account.
import type { ChannelRow } from '#core/channels/connections.ts';

/** The name of the only account that a channel has. */
export const ACCOUNT = 'default';

/** The result of `channels.status`. */
export function toChannelsStatus(rows: readonly ChannelRow[], nowMs: number) {
  const byId = <T>(value: (row: ChannelRow) => T) => Object.fromEntries(rows.map((row) => [row.id, value(row)]));
  return {
    ts: nowMs,
    channelOrder: rows.map(({ id }) => id),
    channelLabels: byId(({ title }) => title),
    channelMeta: rows.map(({ id, title }) => ({ id, label: title, detailLabel: title })),
    channels: byId(({ configured, running, error }) => ({ configured, running, lastError: error ?? null })),
    channelAccounts: byId(({ configured, enabled, running, connected, error }) => [
      {
        accountId: ACCOUNT,
        enabled,
        configured,
        running,
        connected,
        ...(error === undefined ? {} : { lastError: error }),
      },
    ]),
    channelDefaultAccountId: byId(() => ACCOUNT),
  };
}
