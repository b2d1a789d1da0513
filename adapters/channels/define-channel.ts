// What a member of the channel family exports.
import type { ChannelKindInfo } from '#contract/types/channels.ts';
import type { Channel } from '#core/ports/channel.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { OutboundLedger } from '#core/ports/outbound-ledger.ts';
import type { SettingsStore } from '#core/ports/settings-store.ts';
import type { Secret } from '#core/ports/secrets.ts';
import type { Environment } from '../configuration/substitution.ts';

/** What every channel gets. */
export interface ChannelContext {
  /** The ID in the configuration: that of the kind, or `<kind>-<name>` for a further account. */
  readonly id: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Records every connection, in the name of the channel. */
  readonly ledger: OutboundLedger;
  /** Environment variables with the HTTP proxy. */
  readonly environment: Environment;
  /** A value of {@link ChannelKind.fields}; undefined if it isn't set. Read when the channel starts. */
  readonly option: (field: string) => string | undefined;
  /** A sealed value of {@link ChannelKind.fields}. Read when the channel starts, so a new value takes effect with the next start. */
  readonly secret: (field: string) => Promise<Secret | undefined>;
  /** What the channel itself must remember, by key; only its own. Given to all channels of a host. */
  readonly records?: SettingsStore;
  /** Public address of the webhook, if people outside can reach this gateway. */
  readonly webhookUrl: () => string | undefined;
}

/** A kind of channel. Its settings are at `channels.<id>`. */
export interface ChannelKind extends ChannelKindInfo {
  /** Creates the channel; nothing is connected before it is started. */
  create(context: ChannelContext): Channel;
}

/** Declares a member of the family. */
export function defineChannel(kind: ChannelKind): ChannelKind {
  return kind;
}
