// What a member of the channel family exports.
import type { Channel } from '#core/ports/channel.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';

/** What every channel gets. */
export interface ChannelContext {
  readonly clock: Clock;
  readonly log: Log;
}

/** A kind of channel. Its settings are at `channels.<id>`. */
export interface ChannelKind {
  /** Lower-case letters, digits, and `-`. */
  readonly id: string;
  readonly title: string;
  /** Creates the channel; nothing is connected before it is started. */
  create(context: ChannelContext): Channel;
}

/** Declares a member of the family. */
export function defineChannel(kind: ChannelKind): ChannelKind {
  return kind;
}
