// All kinds of channels. A new one is one folder and one line here.
import type { ChannelKind } from './define-channel.ts';

/** The family. No network is supported yet. */
export const CHANNELS: readonly ChannelKind[] = [];
