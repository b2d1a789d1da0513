// Channels of accounts: their settings, their secrets, and what they record.
import { createHash } from 'node:crypto';
import type { Environment } from '#adapters/configuration/substitution.ts';
import type { ChannelKind } from '#adapters/channels/define-channel.ts';
import { channelSecretName } from '#contract/types/channels.ts';
import { readAttachments } from '#gateway/openclaw/attachments.ts';
import type { ConnectableKind } from '#core/channels/connections.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { ConfigPort } from '#core/ports/configuration.ts';
import type { Log } from '#core/ports/log.ts';
import type { OutboundLedger } from '#core/ports/outbound-ledger.ts';
import { Secret, type SecretStore } from '#core/ports/secrets.ts';
import type { SettingsStore } from '#core/ports/settings-store.ts';

/** What channels use of this computer, and of the gateway. */
export const CHANNEL_TOOLS = {
  readAttachments,
  hash: (text: string): string => createHash('sha256').update(text).digest('hex'),
  toBase64: (bytes: Uint8Array): string =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
};

interface ChannelParts {
  readonly store: { readonly secrets: SecretStore; readonly settings: SettingsStore };
  readonly config: Pick<ConfigPort, 'settings'>;
  readonly environment: Environment;
  readonly ledger: OutboundLedger;
  readonly clock: Clock;
  readonly log: Log;
}

/** A kind of channel whose accounts can be created. */
export function connectable(
  { create, ...info }: ChannelKind,
  { store, config, environment, ledger, clock, log }: ChannelParts,
): ConnectableKind {
  const variable = (field: string): string | undefined => {
    const name = info.fields.find((one) => one.name === field)?.variable;
    return name === undefined ? undefined : environment[name] || undefined;
  };
  return {
    ...info,
    create: (id) =>
      create({
        id,
        clock,
        log: log.part(id),
        ledger,
        environment,
        records: ownRecords(store.settings, id),
        option: (field) => config.settings().channels[id]?.options?.[field] ?? variable(field),
        async secret(field) {
          const stored = await store.secrets.get(channelSecretName(id, field));
          const fromVariable = variable(field);
          return stored ?? (fromVariable === undefined ? undefined : new Secret(fromVariable));
        },
        webhookUrl: () => {
          const base = config.settings().gateway.publicUrl;
          return base === undefined ? undefined : `${base.replace(/\/$/, '')}/channels/${id}/webhook`;
        },
      }),
  };
}

/** The part of the store that belongs to one account. An ID has no colon, so no account sees the keys of another one. */
function ownRecords(store: SettingsStore, id: string): SettingsStore {
  const start = `channel-data:${id}:`;
  return {
    get: (key) => store.get(start + key),
    set: (key, value) => store.set(start + key, value),
    delete: (key) => store.delete(start + key),
    list: async (prefix) =>
      (await store.list(start + prefix)).map(({ key, value }) => ({ key: key.slice(start.length), value })),
  };
}
